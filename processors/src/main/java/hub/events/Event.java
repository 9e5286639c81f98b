package hub.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An event in its canonical form, CloudEvents 1.0. The type ends in its version ({@code users.userRegistered.v1}); the subject is the
 * id of the aggregate, and events of one subject are ordered.
 *
 * @param time       when it happened
 * @param data       the domain fields; an object
 * @param extensions extension attributes by name: {@code correlationid}, {@code causationid}, {@code traceparent} and any unknown ones
 */
public record Event(String id, String source, String type, String subject, Instant time, JsonNode data, Map<String, String> extensions) {

    public static final String CONTENT_TYPE = "application/cloudevents+json";
    private static final Set<String> CORE = Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data");

    public Event {
        extensions = Map.copyOf(extensions);
    }

    public String correlationId() {
        return extensions.get("correlationid");
    }

    /** Id of the event or command that caused it; null at the edge. */
    public String causationId() {
        return extensions.get("causationid");
    }

    public String traceparent() {
        return extensions.get("traceparent");
    }

    /** What the handling of this event happens for: its conversation, caused by this event. */
    public Causation asCause() {
        return Causation.continuing(correlationId(), id, traceparent());
    }

    /** The structured JSON form. */
    public String toJson() {
        return Json.write(toTree());
    }

    JsonNode toTree() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("specversion", "1.0").put("id", id).put("source", source).put("type", type).put("subject", subject)
                .put("time", time.toString()).put("datacontenttype", "application/json").put("dataschema", "urn:hub:event:" + type);
        new TreeMap<>(extensions).forEach(json::put);
        json.set("data", data);
        return json;
    }

    /** Reads an envelope that the hub wrote; inbound envelopes are checked first by {@link InboundEvents}. */
    public static Event fromJson(String envelope) {
        return fromJson(Json.read(envelope));
    }

    static Event fromJson(JsonNode json) {
        var extensions = new TreeMap<String, String>();
        json.properties().forEach(field -> {
            if (!CORE.contains(field.getKey()) && !field.getValue().isNull()) {
                extensions.put(field.getKey(), field.getValue().asText());
            }
        });
        return new Event(json.path("id").asText(), json.path("source").asText(), json.path("type").asText(), json.path("subject").asText(),
                time(json.path("time").asText()), json.path("data"), extensions);
    }

    /** Reads an RFC 3339 time. */
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("time is not RFC 3339: " + text, e);
        }
    }
}
