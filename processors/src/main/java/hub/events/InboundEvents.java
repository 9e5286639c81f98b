package hub.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Brings what arrives to the canonical form: a structured or binary CloudEvent, or the flat form, whose topic and coordinates stand in
 * for the envelope. The topic decides the type.
 */
public final class InboundEvents {

    private static final Pattern TYPE = Pattern.compile("(.+)\\.v(\\d+)");
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)(\\.0)*");
    /** Stricter than the JDK's parser, which takes years of many digits and times without seconds. */
    private static final Pattern RFC_3339 = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type", "time");
    /** Bytes: two attributes together fit an index entry of PostgreSQL. */
    private static final int MAX_ATTRIBUTE = 1024;
    private final EventCatalogue catalogue;

    public InboundEvents(EventCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Reads a record.
     *
     * @throws PermanentFailure codes {@code malformed-event}, {@code unsupported-version}, {@code schema-violation}; the message is the reason
     */
    public Event read(InboundRecord record) {
        var envelope = envelope(record);
        if (envelope.path("data").isMissingNode() || !envelope.path("data").isObject()) {
            throw malformed("data is not a JSON object");
        }
        requireAttributes(envelope);
        requireTypeOfTopic(envelope, record.topic());
        var data = envelope.get("data");
        requireVersionOfTopic(data.get("eventVersion"), record.topic());
        var faults = catalogue.faults(record.topic(), data);
        if (!faults.isEmpty()) {
            throw new PermanentFailure("schema-violation", "breaks the schema of " + record.topic() + ": " + String.join("; ", faults));
        }
        var subject = envelope.path("subject").asText("");
        envelope.put("subject", subject.isBlank() ? data.path("accountId").asText(data.path("campaignId").asText()) : subject);
        requireText(envelope, "subject");
        return withContext(envelope, record);
    }

    /** The conversation and trace that a record belongs to, as far as it can be read at all: what is refused keeps them too. */
    public static Causation contextOf(InboundRecord record) {
        JsonNode json = JsonNodeFactory.instance.missingNode();
        try {
            json = record.value() == null ? json : parse(record.value());
        } catch (PermanentFailure unreadable) {
            // its headers may still say it
        }
        return context(json, record);
    }

    private static Causation context(JsonNode envelope, InboundRecord record) {
        return Causation.continuing(firstOf(envelope.path("correlationid").asText(null), record.headers().get("correlationid"), record.headers().get("ce_correlationid")), null,
                firstOf(envelope.path("traceparent").asText(null), record.headers().get("traceparent"), record.headers().get("ce_traceparent")));
    }

    private ObjectNode envelope(InboundRecord record) {
        var binary = record.headers().entrySet().stream().anyMatch(header -> header.getKey().startsWith("ce_"));
        if (record.value() == null || record.value().length == 0) {
            throw malformed("the value is empty");
        }
        var json = parse(record.value());
        if (!(json instanceof ObjectNode object)) {
            throw malformed("the value is not a JSON object");
        }
        if (binary) {
            return fromHeaders(record.headers(), object);
        }
        return object.has("specversion") || object.has("data") && object.has("type") ? object : flat(record, object);
    }

    private static JsonNode parse(byte[] value) {
        try {
            return Json.MAPPER.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            throw malformed("the value is not UTF-8");
        } catch (JsonProcessingException e) {
            // What breaks a bound (nesting, digits) has no place.
            var at = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw malformed("the value is not JSON that can be read" + at);
        }
    }

    private static ObjectNode fromHeaders(Map<String, String> headers, ObjectNode data) {
        var envelope = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, value) -> {
            if (name.startsWith("ce_")) {
                envelope.put(name.substring(3), value);
            }
        });
        envelope.set("data", data);
        return envelope;
    }

    private static ObjectNode flat(InboundRecord record, ObjectNode data) {
        var envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("specversion", "1.0").put("id", record.coordinates()).put("source", record.source()).put("type", record.topic())
                .put("time", record.timestamp().toString());
        envelope.set("data", data);
        return envelope;
    }

    private static void requireAttributes(ObjectNode envelope) {
        REQUIRED.forEach(attribute -> requireText(envelope, attribute));
        if (!"1.0".equals(envelope.get("specversion").asText())) {
            throw malformed("specversion is not 1.0");
        }
        try {
            var time = Event.time(envelope.get("time").asText()).toString();
            if (!RFC_3339.matcher(envelope.get("time").asText()).matches() || !RFC_3339.matcher(time).matches()) {
                throw malformed("attribute time is not RFC 3339");
            }
            envelope.put("time", time);
        } catch (IllegalArgumentException e) {
            throw malformed("attribute time is not RFC 3339");
        }
        var subject = envelope.get("subject");
        if (subject != null && !subject.isNull() && !subject.isTextual()) {
            throw malformed("attribute subject is not a text");
        }
    }

    private static void requireText(ObjectNode envelope, String attribute) {
        var value = envelope.get(attribute);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw malformed("attribute " + attribute + " is missing or empty");
        }
        if (value.asText().getBytes(StandardCharsets.UTF_8).length > MAX_ATTRIBUTE || value.asText().chars().anyMatch(Character::isISOControl)) {
            throw malformed("attribute " + attribute + " is over " + MAX_ATTRIBUTE + " bytes or has control characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.asText())) {
            throw malformed("attribute " + attribute + " has half a character");
        }
    }

    private void requireTypeOfTopic(ObjectNode envelope, String topic) {
        var type = envelope.get("type").asText();
        if (type.equals(topic)) {
            return;
        }
        var ours = TYPE.matcher(topic);
        var theirs = TYPE.matcher(type);
        if (ours.matches() && theirs.matches() && ours.group(1).equals(theirs.group(1))) {
            throw unsupported(type + " on topic " + topic);
        }
        throw malformed("type " + type + " does not belong on topic " + topic);
    }

    private static void requireVersionOfTopic(JsonNode eventVersion, String topic) {
        if (eventVersion == null || eventVersion.isNull()) {
            return;
        }
        var ours = TYPE.matcher(topic);
        var theirs = VERSION.matcher(eventVersion.asText());
        if (ours.matches() && !(theirs.matches() && theirs.group(1).equals(ours.group(2)))) {
            throw unsupported("eventVersion " + eventVersion.asText() + " on topic " + topic);
        }
    }

    /** Continues the conversation and the trace of the sender; a malformed trace context is dropped and the event kept. */
    private static Event withContext(ObjectNode envelope, InboundRecord record) {
        var context = context(envelope, record);
        envelope.put("correlationid", context.correlationId()).put("traceparent", context.traceparent());
        var event = Event.fromJson(envelope);
        if (event.toJson().getBytes(StandardCharsets.UTF_8).length > EventLog.MAX_BYTES) {
            throw new PermanentFailure("record-too-large", "the event is over 256 KiB");
        }
        return event;
    }

    private static String firstOf(String... texts) {
        return Arrays.stream(texts).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static PermanentFailure malformed(String reason) {
        return new PermanentFailure("malformed-event", reason);
    }

    private static PermanentFailure unsupported(String what) {
        return new PermanentFailure("unsupported-version", "unsupported event version: " + what);
    }
}
