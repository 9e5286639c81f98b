package hub.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** HTTP calls as a client of the hub makes them. */
public final class Call {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final URI base;
    private final Map<String, String> headers;

    private Call(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** What came back. */
    public record Reply(int status, Map<String, List<String>> headers, String body) {

        public JsonNode json() {
            return Json.read(body);
        }

        /** The end of the problem's type: what follows {@code urn:hub:problem:}. */
        public String problem() {
            return json().path("type").asText().replaceFirst("^urn:hub:problem:", "");
        }

        /** The header's value; null when absent. */
        public String header(String name) {
            var values = headers.get(name.toLowerCase());
            return values == null ? null : values.get(0);
        }
    }

    public static Call to(URI base) {
        return new Call(base, Map.of());
    }

    /** Calls to the hub under test. */
    public static Call hub() {
        return to(URI.create(Running.hub().httpUrl()));
    }

    public Call as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Call with(String header, String value) {
        var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(header, value);
        return new Call(base, more);
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    /** Sends a request; a body without a given content type is JSON. */
    public Reply send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes the same call many times at once. */
    public static List<Reply> parallel(int times, Callable<Reply> call) {
        var threads = Executors.newFixedThreadPool(times);
        try {
            var replies = threads.invokeAll(IntStream.range(0, times).mapToObj(i -> call).toList());
            return replies.stream().map(reply -> {
                try {
                    return reply.get();
                } catch (ExecutionException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
