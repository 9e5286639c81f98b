package hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Transactions;
import java.util.Map;

/**
 * {@code /ops/events/{id}}: how far an event has come. An event that was refused at the ingress is not recorded, and stands with whoever parked it.
 */
final class EventTrail {

    private final Transactions transactions;
    private final LoggedEvents events;

    EventTrail(Transactions transactions) {
        this.transactions = transactions;
        this.events = new LoggedEvents(transactions);
    }

    /** The id may hold slashes, as that of a flat event does. */
    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/events/*", Map.of("GET", this::show));
    }

    private Reply show(Call call) {
        var id = call.path().get("*");
        var source = call.query().get("source");
        return Reply.json(200, transactions.inTransaction(() -> trail(id, source)));
    }

    private ObjectNode trail(String id, String source) {
        var logged = events.ofId(id, source);
        if (logged.size() > 1) {
            throw Problem.invalid("several sources have an event of this id: name one with ?source=").with("sources", String.join(" ", logged.stream().map(one -> one.event().source()).toList()));
        }
        var json = Json.MAPPER.createObjectNode();
        if (!logged.isEmpty()) {
            return json.put("recorded", true).setAll(events.describe(logged).get(0));
        }
        json.put("recorded", false).put("id", id).put("artemis", false).put("kafka", true);
        if (addParkedAtIngress(json.putArray("subscribers"), id, source) == 0) {
            throw Problem.of("not-found", 404, "There is no such event.");
        }
        return json;
    }

    private int addParkedAtIngress(ArrayNode subscribers, String id, String source) {
        transactions.sql().sql("""
                select subscriber, id, created_at from hub.failure
                 where event_id = :id and subscriber like 'ingress:%' and (:source::text is null or source = :source) order by created_at desc limit 10""")
                .param("id", id).param("source", source).query(row -> {
                    subscribers.addObject().put("name", row.getString(1)).put("outcome", "parked").put("at", row.getTimestamp(3).toInstant().toString())
                            .put("failureId", row.getString(2));
                });
        return subscribers.size();
    }
}
