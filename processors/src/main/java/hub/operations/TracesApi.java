package hub.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Json;
import hub.events.Transactions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code /ops/traces/{correlationId}}: what came of one request or message, with times, from event log, delivery ledger and failure store. No tracing server is
 * asked. What leaves no row there (a message of a queue that is applied, a call to a partner) is not seen.
 */
final class TracesApi {

    /** Most events shown, and most failures: a sender may use one correlation id for all it sends. */
    static final int MOST = 500;

    private final Transactions transactions;
    private final LoggedEvents events;

    TracesApi(Transactions transactions) {
        this.transactions = transactions;
        this.events = new LoggedEvents(transactions);
    }

    /** The id may hold slashes. */
    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/traces/*", Map.of("GET", this::show));
    }

    private Reply show(Call call) {
        var correlationId = call.path().get("*");
        return Reply.json(200, transactions.inTransaction(() -> trace(correlationId)));
    }

    private ObjectNode trace(String correlationId) {
        var logged = events.ofCorrelation(correlationId, MOST + 1);
        var failures = failures(correlationId);
        if (logged.isEmpty() && failures.isEmpty()) {
            throw Problem.of("not-found", 404, "No event and no failure has this correlation id. Either it never had one, or it is past events.retention and failures.retention.");
        }
        var shown = logged.subList(0, Math.min(MOST, logged.size()));
        var json = Json.MAPPER.createObjectNode().put("correlationId", correlationId);
        var traceparents = Stream.concat(shown.stream().map(one -> one.event().traceparent()), failures.stream().map(failure -> failure.path("traceparent").asText(null)));
        var traces = json.putArray("traceIds");
        traceparents.filter(Causation::isTraceparent).map(Causation::traceId).distinct().limit(MOST).forEach(traces::add);
        json.putArray("events").addAll(events.describe(shown));
        json.putArray("failures").addAll(failures.subList(0, Math.min(MOST, failures.size())));
        if (logged.size() > MOST || failures.size() > MOST) {
            json.put("more", true);
        }
        return json;
    }

    private List<ObjectNode> failures(String correlationId) {
        return transactions.sql().sql("""
                select id, status, code, reason, flow, step, subscriber, type, subject, source, event_id, attempts, traceparent, created_at, updated_at
                  from hub.failure where correlation_id = ? order by created_at, id limit ?""").params(correlationId, MOST + 1).query((row, n) -> {
                    var json = Json.MAPPER.createObjectNode();
                    return json.put("id", row.getString("id")).put("status", row.getString("status")).put("code", row.getString("code")).put("reason", row.getString("reason"))
                            .put("flow", row.getString("flow")).put("step", row.getString("step")).put("subscriber", row.getString("subscriber")).put("type", row.getString("type"))
                            .put("subject", row.getString("subject")).put("source", row.getString("source")).put("eventId", row.getString("event_id"))
                            .put("attempts", row.getInt("attempts")).put("traceparent", row.getString("traceparent"))
                            .put("createdAt", row.getTimestamp("created_at").toInstant().toString()).put("updatedAt", row.getTimestamp("updated_at").toInstant().toString());
                }).list();
    }
}
