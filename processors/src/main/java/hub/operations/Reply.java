package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What is answered to a request. */
public record Reply(int status, String contentType, Map<String, String> headers, String body) {

    public static Reply json(int status, JsonNode body) {
        return new Reply(status, "application/json", Map.of(), Json.write(body));
    }

    Reply header(String name, String value) {
        return new Reply(status, contentType, Map.of(name, value), body);
    }

    public void send(RoutingContext context) {
        var response = context.response();
        if (response.ended()) {
            return;
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(status).putHeader("Content-Type", contentType).putHeader("Cache-Control", "no-store").end(body);
    }
}
