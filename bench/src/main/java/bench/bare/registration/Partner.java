package bench.bare.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A partner: asked once, or brought at most 25 items in a call, for each of which it answers. */
final class Partner {

    /** Most items of a call. */
    static final int MOST = 25;
    private static final int CALLS = 4;
    private static final long PAUSE_MILLIS = 200;
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private final String address;

    Partner(String address) {
        this.address = address;
    }

    /**
     * One call and up to three more, after growing delays, for what the partner did not take.
     *
     * @param items     with {@code globalUserId}, each of another fan
     * @param messageId of the first item
     * @return the fans whose items are done: applied, or the partner knows something newer
     */
    Done call(String method, String path, List<ObjectNode> items, String messageId, ObjectNode trace) {
        var done = new Done(new HashSet<>(), new HashSet<>());
        var left = items;
        for (int call = 1; call <= CALLS && !left.isEmpty(); call++) {
            if (call > 1) {
                pause(PAUSE_MILLIS << (call - 2));
            }
            try {
                var body = Json.MAPPER.createObjectNode();
                body.putArray("items").addAll(left);
                ask(method, path, body, messageId + call, trace).path("results").forEach(result -> {
                    if (result.path("status").asText().equals("applied")) {
                        done.applied.add(result.path("globalUserId").asText());
                    } else if (result.path("status").asText().equals("stale")) {
                        done.stale.add(result.path("globalUserId").asText());
                    }
                });
            } catch (IOException e) {
                System.err.println("a call of " + address + path + " failed: " + e);
            }
            left = left.stream().filter(item -> !done.holds(item.path("globalUserId").asText())).toList();
        }
        return done;
    }

    /** Fans by what the partner did. */
    record Done(Set<String> applied, Set<String> stale) {

        boolean holds(String fan) {
            return applied.contains(fan) || stale.contains(fan);
        }
    }

    /** The partner refuses what it is asked. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("it answers " + status);
        }
    }

    /**
     * One call.
     *
     * @param body null: none
     * @param key  under which a repetition is known
     * @throws Refused     the partner answers 4xx
     * @throws IOException it answers anything else but success, or not at all
     */
    JsonNode ask(String method, String path, JsonNode body, String key, ObjectNode trace) throws IOException {
        var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
        var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).method(method, content)
                .header("Content-Type", "application/json").header("Idempotency-Key", UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString())
                .header("X-Correlation-Id", trace.path("correlationid").asText()).header("traceparent", trace.path("traceparent").asText()).build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 == 4) {
                throw new Refused(answer.statusCode());
            }
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("it answers " + answer.statusCode());
            }
            return Json.MAPPER.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Of the user service: whether a fan's identity is verified. */
    boolean isVerified(String fan) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(URI.create(address + "/" + segment(fan))).timeout(Duration.ofSeconds(1)).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK && answer.statusCode() != 404) {
            throw new IOException("the user service answers " + answer.statusCode());
        }
        return answer.statusCode() == OK && Json.MAPPER.readTree(answer.body()).path("idvVerified").asBoolean();
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
