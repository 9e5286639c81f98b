package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.operations.HubFiles;
import hub.operations.HubFiles.Running;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operations API of a hub on this machine, as its user. */
final class HubClient {

    private final Running hub;

    private HubClient(Running hub) {
        this.hub = hub;
    }

    /** The hub on the port, or the first that is ready. @param port null: any */
    static HubClient of(HubFiles files, Integer port) {
        var hubs = files.hubs().stream().filter(hub -> hub.token() != null && (port == null || hub.httpPort() == port)).toList();
        if (hubs.isEmpty()) {
            throw new Unfulfilled((port == null ? "no hub runs" : "no hub runs on port " + port) + " with its data in " + files.data() + "; start one with ./hub up");
        }
        return new HubClient(hubs.stream().filter(hub -> Http.isUp(hub.address() + "/observe/health/ready")).findFirst().orElse(hubs.get(0)));
    }

    JsonNode get(String path, Map<String, String> query) {
        var parameters = query.entrySet().stream().map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue())).collect(Collectors.joining("&"));
        return body(Http.get(hub.address() + path + (parameters.isEmpty() ? "" : "?" + parameters), hub.token()));
    }

    JsonNode post(String path, Map<String, String> body) {
        JsonNode json = Json.MAPPER.valueToTree(body);
        return post(path, json);
    }

    JsonNode post(String path, JsonNode body) {
        return body(Http.post(hub.address() + path, hub.token(), body));
    }

    /** @param etag of what is to be changed, as it was seen */
    JsonNode post(String path, JsonNode body, String etag) {
        return body(Http.post(hub.address() + path, hub.token(), body, "If-Match", etag));
    }

    /** As {@link #post(String, JsonNode)}, where a refusal is an answer as any other. */
    Http.Answer order(String path, Map<String, ?> body, Duration patience) {
        return answered(Http.post(hub.address() + path, hub.token(), Json.MAPPER.valueToTree(body), patience));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Http.Answer answered(Optional<Http.Answer> answer) {
        return answer.orElseThrow(() -> new Unfulfilled("the hub at " + hub.address() + " does not answer; ./hub status says what runs"));
    }

    private JsonNode body(Optional<Http.Answer> answer) {
        var good = answered(answer);
        if (good.isGood()) {
            return good.body();
        }
        var head = good.body() == null ? "" : good.body().path("headId").asText("");
        throw new Unfulfilled(good.detail() + (head.isEmpty() ? "" : " It is " + head));
    }
}
