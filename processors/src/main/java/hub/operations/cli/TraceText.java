package hub.operations.cli;

import static hub.operations.cli.FailureText.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A trace as a person reads it in a terminal: events indented below what caused them, each with its subscribers, and at the end what else failed. */
final class TraceText {

    private final JsonNode trace;
    private final Map<String, JsonNode> failures = new HashMap<>();
    /** What an event caused, in the order of the log. */
    private final Map<String, List<JsonNode>> causedBy = new HashMap<>();
    private final Set<String> printed = new LinkedHashSet<>();

    TraceText(JsonNode trace) {
        this.trace = trace;
        trace.path("failures").forEach(failure -> failures.put(failure.path("id").asText(), failure));
        trace.path("events").forEach(event -> causedBy.computeIfAbsent(event.path("causationId").asText(""), cause -> new ArrayList<>()).add(event));
    }

    void print(PrintWriter out) {
        out.printf("correlation  %s%n", text(trace, "correlationId"));
        trace.path("traceIds").forEach(id -> out.printf("trace        %s%n", id.asText()));
        var known = new LinkedHashSet<String>();
        trace.path("events").forEach(event -> known.add(event.path("id").asText()));
        // Roots first; an event of another system may name itself as its cause, or two each other.
        trace.path("events").forEach(event -> {
            if (!known.contains(event.path("causationId").asText(""))) {
                event(out, event, "");
            }
        });
        trace.path("events").forEach(event -> event(out, event, ""));
        trace.path("failures").forEach(failure -> {
            if (!printed.contains(failure.path("id").asText())) {
                out.printf("%n%s  %s at %s: %s%n", text(failure, "createdAt"), text(failure, "status"), text(failure, "flow"), reason(failure));
                out.printf("  failure %s%s%s, last changed after %s%n", text(failure, "id"), labelled(failure, " of ", "source"), labelled(failure, " ", "eventId"),
                        since(failure, "createdAt", failure, "updatedAt"));
            }
        });
        if (trace.path("more").asBoolean()) {
            out.printf("%nthere are more than are shown%n");
        }
    }

    private void event(PrintWriter out, JsonNode event, String indent) {
        var id = event.path("id").asText();
        if (!printed.add(id + " " + event.path("source").asText())) {
            return;
        }
        out.printf("%n%s%s  %s of %s%s%n", indent, text(event, "recordedAt"), text(event, "type"), text(event, "subject"), labelled(event, ", from Kafka topic ", "origin"));
        out.printf("%s  event %s at %s%s; %s, %s%n", indent, text(event, "id"), text(event, "position"), labelled(event, ", caused by ", "causationId"), reached(event, "artemis", "Artemis"),
                reached(event, "kafka", "Kafka"));
        event.path("subscribers").forEach(subscriber -> out.printf("%s  %-10s %s %s%n", indent, subscriber.has("at") ? "+" + since(event, "recordedAt", subscriber, "at") : "",
                text(subscriber, "name"), outcome(subscriber)));
        causedBy.getOrDefault(id, List.of()).forEach(caused -> event(out, caused, indent + "    "));
    }

    private String outcome(JsonNode subscriber) {
        var failure = failures.get(subscriber.path("failureId").asText());
        if (failure == null) {
            return text(subscriber, "outcome");
        }
        printed.add(failure.path("id").asText());
        return "%s, failure %s is %s: %s".formatted(text(subscriber, "outcome"), text(failure, "id"), text(failure, "status"), reason(failure));
    }

    private static String reason(JsonNode failure) {
        return text(failure, "code") + ", " + text(failure, "reason");
    }

    private static String reached(JsonNode event, String field, String name) {
        return (event.path(field).asBoolean() ? "on " : "not on ") + name;
    }

    private static String labelled(JsonNode row, String label, String field) {
        var text = text(row, field);
        return text.isEmpty() ? "" : label + text;
    }

    private static String since(JsonNode from, String begin, JsonNode to, String end) {
        var millis = Duration.between(Instant.parse(from.path(begin).asText()), Instant.parse(to.path(end).asText())).toMillis();
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
