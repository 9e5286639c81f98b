package hub.acceptance.console;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.events.Json;
import java.util.List;
import java.util.Map;

/** Requests to a hub's Jolokia by one who is logged in. */
record Jolokia(LoggedIn who) {

    static final String PATH = "/hawtio/jolokia";

    /** Jolokia's answer: {@code status} and {@code value}. */
    JsonNode exec(String bean, String operation, Object... arguments) {
        return answer(Map.of("type", "exec", "mbean", bean, "operation", operation, "arguments", List.of(arguments)));
    }

    JsonNode read(String bean, String attribute) {
        return answer(Map.of("type", "read", "mbean", bean, "attribute", attribute));
    }

    /** How Jolokia judges a request: 200, 403, or another. */
    int status(Map<String, Object> request) {
        return answer(request).path("status").asInt();
    }

    JsonNode answer(Map<String, Object> request) {
        var answer = send(Json.write(request));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    Http.Answer send(String body) {
        return who.post(PATH + "/", body);
    }

    /** The one bean of a pattern. */
    String bean(String pattern) {
        return answer(Map.of("type", "search", "mbean", pattern)).path("value").path(0).asText();
    }
}
