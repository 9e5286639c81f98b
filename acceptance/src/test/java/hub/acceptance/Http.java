package hub.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls over HTTP, as an external system makes them. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private Http() {
    }

    /** An answer. @param json its body, missing where it is no JSON */
    public record Answer(int status, String body, HttpHeaders headers) {

        public JsonNode json() {
            return Json.read(body);
        }

        /** What kind of problem it is: the end of {@code urn:hub:problem:<kind>}. */
        public String problem() {
            return json().path("type").asText().replaceFirst("^urn:hub:problem:", "");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    /** Sends a request; header names and values in turn. */
    public static Answer call(String method, String url, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Answer get(String url, String... headers) {
        return call("GET", url, null, headers);
    }

    public static Answer post(String url, String body, String... headers) {
        return call("POST", url, body, headers);
    }

    /** Whether the address answers 200 now. */
    static boolean isUp(String url) {
        try {
            return get(url).status() == 200;
        } catch (UncheckedIOException away) {
            return false;
        }
    }
}
