package hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * {@code /ops/events/{id}}: how far an event has come. {@code kafka} of an event that came in from there is {@code "inbound"}; it is
 * not sent back. An event that was refused at the ingress is not recorded, and stands with whoever parked it.
 */
final class EventTrail {

    private record Logged(long position, String id, String source, String type, String subject, String origin, String recordedAt) {

        static Logged of(ResultSet row, int n) throws SQLException {
            return new Logged(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                    row.getTimestamp(7).toInstant().toString());
        }
    }

    private final Transactions transactions;

    EventTrail(Transactions transactions) {
        this.transactions = transactions;
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
        var logged = logged(id, source);
        if (logged.size() > 1) {
            throw Problem.invalid("several sources have an event of this id: name one with ?source=").with("sources", String.join(" ", logged.stream().map(Logged::source).toList()));
        }
        var json = Json.MAPPER.createObjectNode();
        if (logged.isEmpty()) {
            json.put("recorded", false).put("id", id).put("artemis", false).put("kafka", true);
            if (addParkedAtIngress(json.putArray("subscribers"), id, source) == 0) {
                throw Problem.of("not-found", 404, "There is no such event.");
            }
            return json;
        }
        var event = logged.get(0);
        json.put("recorded", true).put("id", event.id()).put("source", event.source()).put("type", event.type()).put("subject", event.subject())
                .put("position", event.position()).put("recordedAt", event.recordedAt()).put("artemis", published("bus", event.position()));
        json.put("kafka", event.origin() != null || published("stream", event.position()));
        if (event.origin() != null) {
            json.put("origin", event.origin());
        }
        addSubscribers(json.putArray("subscribers"), event);
        return json;
    }

    private List<Logged> logged(String id, String source) {
        return transactions.sql().sql("""
                select position, id, source, type, subject, origin, recorded_at from hub.event_log
                 where id = :id and (:source::text is null or source = :source) order by position limit 10""")
                .param("id", id).param("source", source).query(Logged::of).list();
    }

    /** Whether a relay has passed the event, and did not park it on the way. */
    private boolean published(String relay, long position) {
        return transactions.sql().sql("""
                select r.position >= :position and not exists (select from hub.failure f where f.subscriber = 'relay:' || r.name and f.position = :position and f.status <> 'RESOLVED')
                  from hub.relay r where r.name = :relay""").param("relay", relay).param("position", position).query(Boolean.class).single();
    }

    /** Who had it, and who is yet to have it. */
    private void addSubscribers(ArrayNode subscribers, Logged event) {
        transactions.sql().sql("""
                select s.name, coalesce(d.outcome, 'pending'), d.at,
                       (select f.id from hub.failure f where f.subscriber = s.name and f.position = :position and d.outcome = 'parked' order by f.created_at desc limit 1)
                  from hub.subscriber s left join hub.delivery d on d.subscriber = s.name and d.position = :position
                 where d.position is not null or (:type = any (string_to_array(s.types, ',')) and s.start_position < :position) order by s.name""")
                .param("position", event.position()).param("type", event.type()).query(row -> {
                    var subscriber = subscribers.addObject().put("name", row.getString(1)).put("outcome", row.getString(2));
                    if (row.getTimestamp(3) != null) {
                        subscriber.put("at", row.getTimestamp(3).toInstant().toString());
                    }
                    if (row.getString(4) != null) {
                        subscriber.put("failureId", row.getString(4));
                    }
                });
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
