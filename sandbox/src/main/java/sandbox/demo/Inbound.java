package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as another system publishes it.
 *
 * @param value   of the record
 * @param headers of the record
 */
record Inbound(String value, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A CloudEvent in one piece. */
    static Inbound structured(String type, String source, String id, Map<String, ?> data) {
        var envelope = new LinkedHashMap<String, Object>(attributes(type, source, id));
        envelope.put("datacontenttype", "application/json");
        envelope.put("data", data);
        return new Inbound(write(envelope), Map.of());
    }

    /** A CloudEvent whose attributes are headers. */
    static Inbound binary(String type, String source, String id, Map<String, ?> data) {
        var headers = new LinkedHashMap<String, String>();
        attributes(type, source, id).forEach((name, text) -> headers.put("ce_" + name, text));
        return new Inbound(write(data), headers);
    }

    /** The bare data, as the public project publishes it. */
    static Inbound flat(Map<String, ?> data) {
        return new Inbound(write(data), Map.of());
    }

    private static Map<String, String> attributes(String type, String source, String id) {
        return Map.of("specversion", "1.0", "id", id, "source", source, "type", type, "time", Instant.now().toString());
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
