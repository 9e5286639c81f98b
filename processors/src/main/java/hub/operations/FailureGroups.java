package hub.operations;

import hub.events.Json;
import hub.events.Transactions;
import hub.failures.Failure.Status;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /ops/failure-groups}: failures of a kind together, by route, code, exception class and first frame of the hub's own code; the largest group first. It counts the
 * open ones and those of the last day that have ended, the newest of each where there are very many. What only waits behind another failure is not counted.
 */
final class FailureGroups {

    private static final int MOST = 500;
    private static final int MOST_COUNTED = 100_000;
    private static final String BY_STATUS = Arrays.stream(Status.values()).map(status -> "count(*) filter (where status = '" + status + "')").collect(Collectors.joining(", "));
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
                    with counted as (
                        (select flow, code, exception, frame, status, created_at from hub.failure where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') and code <> 'behind'
                          order by created_at desc limit :most)
                        union all
                        (select flow, code, exception, frame, status, created_at from hub.failure where created_at >= clock_timestamp() - interval '1 day'
                            and status in ('RESOLVED', 'REJECTED', 'DISCARDED') and code <> 'behind' order by created_at desc limit :most))
                    select hub.failure_group(flow, code, exception, frame), flow, code, exception, frame, count(*), min(created_at), max(created_at),
                           count(*) filter (where created_at >= clock_timestamp() - interval '1 hour'),
                           count(*) filter (where created_at >= clock_timestamp() - interval '2 hours' and created_at < clock_timestamp() - interval '1 hour'),\s""" + BY_STATUS + """

                      from counted group by flow, code, exception, frame order by count(*) desc, flow, code, exception, frame limit :groups""")
                    .param("most", MOST_COUNTED).param("groups", MOST).query(row -> {
                        long lastHour = row.getLong(9);
                        long hourBefore = row.getLong(10);
                        var group = items.addObject().put("id", row.getString(1)).put("flow", row.getString(2)).put("code", row.getString(3)).put("exception", row.getString(4))
                                .put("frame", row.getString(5)).put("count", row.getLong(6)).put("firstSeen", row.getTimestamp(7).toInstant().toString())
                                .put("lastSeen", row.getTimestamp(8).toInstant().toString()).put("lastHour", lastHour).put("hourBefore", hourBefore)
                                .put("trend", lastHour > hourBefore ? "rising" : lastHour < hourBefore ? "falling" : "steady");
                        var statuses = group.putObject("statuses");
                        for (var status : Status.values()) {
                            long count = row.getLong(11 + status.ordinal());
                            if (count > 0) {
                                statuses.put(status.name(), count);
                            }
                        }
                    });
        });
        return Reply.json(200, json);
    }
}
