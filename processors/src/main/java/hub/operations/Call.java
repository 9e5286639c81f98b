package hub.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A request of an operator.
 *
 * @param path    the variables of the path, decoded
 * @param query   the parameters that are not empty; each name once
 * @param ifMatch the header, or null
 */
record Call(Operator operator, Map<String, String> path, Map<String, String> query, String contentType, String ifMatch, byte[] body) {

    static Call of(RoutingContext context, Operator operator) {
        var query = query(context.queryParams());
        if (Stream.concat(query.values().stream(), context.pathParams().values().stream()).anyMatch(text -> !isText(text))) {
            throw Problem.invalid("the path or a parameter has characters that no text has");
        }
        var buffer = context.body().buffer();
        return new Call(operator, Map.copyOf(context.pathParams()), query, context.request().getHeader("Content-Type"), context.request().getHeader("If-Match"),
                buffer == null ? new byte[0] : buffer.getBytes());
    }

    /** The parameters that are given; an empty one is not. */
    static Map<String, String> query(MultiMap parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach(parameter -> {
            if (!parameter.getValue().isEmpty() && query.put(parameter.getKey(), parameter.getValue()) != null) {
                throw Problem.invalid("parameter " + parameter.getKey() + " is there more than once");
            }
        });
        return query;
    }

    /** Whether it can be stored and shown: no control characters, no half characters. */
    static boolean isText(String text) {
        return text.chars().noneMatch(Character::isISOControl) && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The failure that the path names. An id that cannot be one is as unknown as any other. */
    UUID failureId() {
        var text = path.get("id");
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw Problem.of("not-found", 404, "There is no such failure.");
        }
        return UUID.fromString(text);
    }

    /** The JSON object in the body, which has to be there. */
    JsonNode json() {
        if (body.length == 0) {
            throw Problem.invalid("a body is needed, a JSON object");
        }
        if (contentType == null || !contentType.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            throw Problem.of("unsupported-media-type", 415, "The body has to be application/json.");
        }
        try {
            var json = Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw Problem.invalid("the body is not JSON");
        }
        throw Problem.invalid("the body has to be a JSON object");
    }
}
