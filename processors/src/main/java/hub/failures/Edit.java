package hub.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.InboundEvents;
import hub.events.Json;
import hub.events.PermanentFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator wants a parked message to say: a new payload, other headers, or both. It stays the same message: id, source, type and subject are kept, and an
 * event has to pass the schema of its type.
 *
 * @param payload null: as it is
 * @param headers those to be set, or with null as value taken away; the others stay
 */
public record Edit(EventCatalogue catalogue, byte[] payload, Map<String, String> headers) {

    private static final List<String> IDENTITY = List.of("id", "source", "type", "subject");

    public Edit {
        headers = new LinkedHashMap<>(headers);   // may hold nulls
    }

    /** What came of it. @param faults why it cannot be so; empty where it can @param difference what changes, as {@code [{path, from, to}]} */
    record Edited(byte[] payload, Map<String, String> headers, JsonNode difference, List<String> faults) { }

    /** An edit as it is remembered. @param payload before it @param headers before it */
    public record Done(Instant at, String operator, String reason, byte[] payload, JsonNode headers, JsonNode difference) { }

    Edited of(Failure failure) {
        var after = payload == null ? failure.payload() : payload;
        var headersAfter = failure.headerTexts();
        headers.forEach((name, value) -> {
            if (value == null) {
                headersAfter.remove(name);
            } else {
                headersAfter.put(name, value);
            }
        });
        var difference = Difference.between(whole(failure.headers(), failure.payload()), whole(Json.MAPPER.valueToTree(headersAfter), after));
        var faults = new ArrayList<String>();
        if (difference.isEmpty()) {
            faults.add("nothing would change");
        } else if (after.length > EventLog.MAX_BYTES) {
            faults.add("the payload is over 256 KiB");
        } else if (failure.position() != null) {
            faults.addAll(faultsOfEvent(failure, after));
        } else if (failure.subscriber().startsWith("ingress:")) {
            faults.addAll(faultsOfRecord(failure, after, headersAfter));
        } else if (text(after) == null) {
            faults.add("the payload is no text");
        }
        return new Edited(after, headersAfter, difference, faults);
    }

    private List<String> faultsOfEvent(Failure failure, byte[] after) {
        if (!headers.isEmpty()) {
            return List.of("an event has no headers beside its attributes, which are in the payload");
        }
        var before = json(failure.payload());
        var event = json(after);
        if (!(event instanceof ObjectNode)) {
            return List.of("the payload is no JSON object");
        }
        var faults = changed(IDENTITY, before, event);
        if (!event.path("data").isObject()) {
            faults.add("data is no JSON object");
        } else if (faults.isEmpty()) {
            faults.addAll(catalogue.faults(failure.type(), event.get("data")));
        }
        for (var attribute : List.of("specversion", "time")) {
            if (!event.path(attribute).equals(before.path(attribute))) {
                faults.add(attribute + " has to stay as it is");
            }
        }
        return faults;
    }

    /** A record of the ingress is read as it would be when it comes in. What names it or its subject stays, where it could be read before. */
    private List<String> faultsOfRecord(Failure failure, byte[] after, Map<String, String> headersAfter) {
        try {
            new InboundEvents(catalogue).read(IngressRetry.record(failure, after, headersAfter));
        } catch (PermanentFailure e) {
            return List.of(e.getMessage());
        }
        return changed(List.of("id", "subject"), envelope(failure.payload(), failure.headerTexts()), envelope(after, headersAfter));
    }

    private static List<String> changed(List<String> attributes, JsonNode before, JsonNode after) {
        var faults = new ArrayList<String>();
        for (var attribute : attributes) {
            var value = before.path(attribute).asText("");
            if (!value.isEmpty() && !value.equals(after.path(attribute).asText(""))) {
                faults.add(attribute + " has to stay as it is");
            }
        }
        return faults;
    }

    /** The attributes of a record: in its headers where there are such, else in its value. */
    private static JsonNode envelope(byte[] value, Map<String, String> headers) {
        var attributes = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, text) -> {
            if (name.startsWith("ce_")) {
                attributes.put(name.substring(3), text);
            }
        });
        return attributes.isEmpty() ? json(value) : attributes;
    }

    private static JsonNode whole(JsonNode headers, byte[] payload) {
        var whole = JsonNodeFactory.instance.objectNode();
        whole.set("headers", headers);
        var json = json(payload);
        return whole.set("payload", json.isContainerNode() ? json : JsonNodeFactory.instance.textNode(new String(payload, StandardCharsets.UTF_8)));
    }

    private static JsonNode json(byte[] payload) {
        var text = text(payload);
        try {
            return text == null ? JsonNodeFactory.instance.missingNode() : Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static String text(byte[] payload) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
