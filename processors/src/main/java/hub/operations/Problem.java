package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import hub.events.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;

/** A request that is refused, answered as RFC 9457 says. Nothing of the request is repeated in it but what the caller has to correct. */
public final class Problem extends RuntimeException {

    static final String CONTENT_TYPE = "application/problem+json";
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int status;
    private final transient Map<String, JsonNode> members;
    private final transient Map<String, String> headers;

    /**
     * @param name    the stable end of its type {@code urn:hub:problem:<name>}
     * @param members further members of the body
     * @param headers response headers that belong to it
     */
    private Problem(String name, int status, String detail, Map<String, JsonNode> members, Map<String, String> headers) {
        super(detail, null, false, false);
        this.name = name;
        this.status = status;
        this.members = members;
        this.headers = headers;
    }

    /** @param name the stable end of its type {@code urn:hub:problem:<name>} */
    public static Problem of(String name, int status, String detail) {
        return new Problem(name, status, detail, Map.of(), Map.of());
    }

    public static Problem invalid(String detail) {
        return of("invalid-request", 400, detail);
    }

    public static Problem unavailable(String detail) {
        return of("unavailable", 503, detail).header("Retry-After", "2");
    }

    public Problem header(String header, String value) {
        return new Problem(name, status, getMessage(), members, Map.of(header, value));
    }

    Problem with(String member, String value) {
        return with(member, TextNode.valueOf(value));
    }

    Problem with(String member, JsonNode value) {
        return new Problem(name, status, getMessage(), Map.of(member, value), headers);
    }

    /** Answers the request with it. */
    public void send(RoutingContext context) {
        reply(Correlation.of(context).correlationId()).send(context);
    }

    /** @param instance correlation id of the request */
    Reply reply(String instance) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("type", "urn:hub:problem:" + name).put("title", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' '))
                .put("status", status).put("detail", getMessage()).put("instance", instance);
        members.forEach(json::set);
        return new Reply(status, CONTENT_TYPE, headers, Json.write(json));
    }
}
