package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Sends requests to the hub as an external system does, and keeps each answer as evidence. A request that is told to come again later does so. */
final class Requests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TRIES = 5;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final Addresses addresses;
    private final String run;
    private final Evidence evidence;

    Requests(Addresses addresses, String run, Evidence evidence) {
        this.addresses = addresses;
        this.run = run;
        this.evidence = evidence;
    }

    /**
     * A request of the hub's REST interface.
     *
     * @param key   idempotency key, or null
     * @param token bearer token, or null
     * @param body  is written as JSON, or null
     */
    record Request(String method, String path, String key, String token, Object body) { }

    /** A token of the sandbox's issuer. */
    String token(String subject, String role) {
        try {
            var answer = client.send(HttpRequest.newBuilder(URI.create(addresses.sandboxUrl() + "/issuer/token")).timeout(TIMEOUT)
                    .header("Content-Type", "application/json").POST(body(Map.of("sub", subject, "roles", List.of(role)))).build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("token").asText();
        } catch (IOException e) {
            throw new CannotRun("no token from the issuer at " + addresses.sandboxUrl() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRun("interrupted", e);
        }
    }

    /** Sends a message; its answer's body, missing where it is no JSON. */
    CompletableFuture<JsonNode> send(Message message, Request request) {
        var correlation = message.correlation(run);
        var builder = HttpRequest.newBuilder(URI.create(addresses.hubUrl() + request.path())).timeout(TIMEOUT)
                .header("X-Correlation-Id", correlation)
                .method(request.method(), request.body() == null ? HttpRequest.BodyPublishers.noBody() : body(request.body()));
        if (request.body() != null) {
            builder.header("Content-Type", "application/json");
        }
        if (request.key() != null) {
            builder.header("Idempotency-Key", request.key());
        }
        if (request.token() != null) {
            builder.header("Authorization", "Bearer " + request.token());
        }
        return exchange(builder.build(), 1).thenApply(response -> {
            evidence.answered(message.flow().name(), correlation, request.key(), response.statusCode());
            return json(response.body());
        });
    }

    private CompletableFuture<HttpResponse<String>> exchange(HttpRequest request, int attempt) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenCompose(response -> {
            boolean later = response.statusCode() == 503 || response.statusCode() == 429;
            if (!later || attempt == TRIES) {
                return CompletableFuture.completedFuture(response);
            }
            Executor then = CompletableFuture.delayedExecutor(response.headers().firstValueAsLong("Retry-After").orElse(1), TimeUnit.SECONDS);
            return CompletableFuture.supplyAsync(() -> request, then).thenCompose(again -> exchange(again, attempt + 1));
        });
    }

    private static HttpRequest.BodyPublisher body(Object body) {
        try {
            return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
