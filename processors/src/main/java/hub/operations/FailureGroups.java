package hub.operations;

import hub.events.Json;
import hub.events.Transactions;
import java.util.Map;

/** {@code /ops/failure-groups}: how many failures there are of each kind, the largest group first. */
final class FailureGroups {

    private static final int MOST = 500;
    private final Transactions transactions;

    FailureGroups(Transactions transactions) {
        this.transactions = transactions;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/failure-groups", Map.of("GET", call -> list()));
    }

    private Reply list() {
        var json = Json.MAPPER.createObjectNode();
        var items = json.putArray("items");
        transactions.inTransaction(() -> {
            transactions.sql().sql("""
                    select flow, code, status, count(*), min(created_at), max(created_at) from hub.failure
                     group by flow, code, status order by count(*) desc, flow, code, status limit ?""").params(MOST)
                    .query(row -> {
                        items.addObject().put("flow", row.getString(1)).put("code", row.getString(2)).put("status", row.getString(3)).put("count", row.getLong(4))
                                .put("oldest", row.getTimestamp(5).toInstant().toString()).put("newest", row.getTimestamp(6).toInstant().toString());
                    });
        });
        return Reply.json(200, json);
    }
}
