package hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Event;
import hub.events.Json;
import hub.events.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of the log and how far each has come: past which relay, and what it came to at which subscriber. Every call joins the thread's transaction. */
final class LoggedEvents {

    private static final String COLUMNS = "select position, recorded_at, origin, jsonb_set(envelope::jsonb, '{data}', '{}')::text as envelope from hub.event_log where ";
    private final Transactions transactions;

    LoggedEvents(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param origin the topic that it came in from, or null */
    record Logged(long position, String recordedAt, String origin, Event event) {

        private static Logged of(ResultSet row, int n) throws SQLException {
            return new Logged(row.getLong(1), row.getTimestamp(2).toInstant().toString(), row.getString(3), Event.fromJson(row.getString(4)));
        }

        private ObjectNode json() {
            var json = Json.MAPPER.createObjectNode();
            json.put("id", event.id()).put("source", event.source()).put("type", event.type()).put("subject", event.subject()).put("position", position)
                    .put("recordedAt", recordedAt).put("correlationId", event.correlationId());
            if (event.causationId() != null) {
                json.put("causationId", event.causationId());
            }
            if (origin != null) {
                json.put("origin", origin);
            }
            return json;
        }
    }

    /** @param source null: of any */
    List<Logged> ofId(String id, String source) {
        return transactions.sql().sql(COLUMNS + "id = :id and (:source::text is null or source = :source) order by position limit 10").param("id", id).param("source", source)
                .query(Logged::of).list();
    }

    /** The oldest first, at most so many. */
    List<Logged> ofCorrelation(String correlationId, int most) {
        return transactions.sql().sql(COLUMNS + "correlation_id = ? order by position limit ?").params(correlationId, most).query(Logged::of).list();
    }

    /** The events with {@code artemis}, {@code kafka} and {@code subscribers}. One that came in from Kafka is there, and is not sent back. */
    List<ObjectNode> describe(List<Logged> events) {
        Map<Long, ObjectNode> byPosition = new HashMap<>();
        events.forEach(logged -> byPosition.put(logged.position(), logged.json()));
        addRelays(events, byPosition);
        addSubscribers(events, byPosition);
        return events.stream().map(logged -> byPosition.get(logged.position())).toList();
    }

    /** Whether each relay has passed an event, and did not park it on the way. */
    private void addRelays(List<Logged> events, Map<Long, ObjectNode> byPosition) {
        transactions.sql().sql("""
                select e.position, r.name, r.position >= e.position
                       and not exists (select from hub.failure f where f.subscriber = 'relay:' || r.name and f.position = e.position and f.status <> 'RESOLVED')
                  from unnest(?::bigint[]) as e (position), hub.relay r order by r.name""").params((Object) positions(events)).query(row -> {
                    byPosition.get(row.getLong(1)).put(row.getString(2).equals("bus") ? "artemis" : "kafka", row.getBoolean(3));
                });
        events.stream().filter(logged -> logged.origin() != null).forEach(logged -> byPosition.get(logged.position()).put("kafka", true));
    }

    /** Who had them, and who is yet to have them. */
    private void addSubscribers(List<Logged> events, Map<Long, ObjectNode> byPosition) {
        byPosition.values().forEach(json -> json.putArray("subscribers"));
        transactions.sql().sql("""
                select e.position, s.name, coalesce(d.outcome, 'pending'), d.at,
                       (select f.id from hub.failure f where f.subscriber = s.name and f.position = e.position and d.outcome = 'parked' order by f.created_at desc limit 1)
                  from unnest(?::bigint[], ?::text[]) as e (position, type) cross join hub.subscriber s
                  left join hub.delivery d on d.subscriber = s.name and d.position = e.position
                 where d.position is not null or (e.type = any (string_to_array(s.types, ',')) and s.start_position < e.position) order by e.position, s.name""")
                .params(positions(events), events.stream().map(logged -> logged.event().type()).toArray(String[]::new)).query(row -> {
                    var subscriber = ((ArrayNode) byPosition.get(row.getLong(1)).get("subscribers")).addObject().put("name", row.getString(2)).put("outcome", row.getString(3));
                    if (row.getTimestamp(4) != null) {
                        subscriber.put("at", row.getTimestamp(4).toInstant().toString());
                    }
                    if (row.getString(5) != null) {
                        subscriber.put("failureId", row.getString(5));
                    }
                });
    }

    private static Long[] positions(List<Logged> events) {
        return events.stream().map(Logged::position).toArray(Long[]::new);
    }
}
