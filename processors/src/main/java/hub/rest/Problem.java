package hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fault as a caller sees it, RFC 9457.
 *
 * @param name    the stable end of its type {@code urn:hub:problem:<name>}
 * @param detail  what is wrong with this request; nothing internal
 * @param members further members, such as {@code errors}
 * @param headers response headers that belong to it, such as {@code Retry-After}
 */
record Problem(String name, int status, String detail, ObjectNode members, Map<String, String> headers) {

    static final String CONTENT_TYPE = "application/problem+json";

    /** One field that is wrong. @param pointer JSON pointer into the body, or the name of the parameter */
    record FieldError(String pointer, String detail) { }

    static Problem of(String name, int status, String detail) {
        return new Problem(name, status, detail, Json.MAPPER.createObjectNode(), Map.of());
    }

    static Problem invalidRequest(List<FieldError> errors) {
        var problem = of("invalid-request", 400, "The request does not fit the contract.");
        problem.members.set("errors", Json.MAPPER.<ArrayNode>valueToTree(errors));
        return problem;
    }

    static Problem unavailable(String detail) {
        return of("unavailable", 503, detail).with("Retry-After", "2");
    }

    Problem with(String header, String value) {
        return new Problem(name, status, detail, members, Map.of(header, value));
    }

    /** The answer to the request that the thread works on: its correlation id is the problem's instance. */
    Answer answer() {
        return answer(Causation.current().correlationId());
    }

    Answer answer(String instance) {
        var json = Json.MAPPER.createObjectNode();
        json.put("type", "urn:hub:problem:" + name).put("title", title()).put("status", status).put("detail", detail).put("instance", instance);
        members.properties().forEach(member -> json.putIfAbsent(member.getKey(), member.getValue()));
        return new Answer(status, CONTENT_TYPE, headers, Json.write(json));
    }

    private String title() {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
}
