package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
     * @param key     idempotency key, or null
     * @param token   bearer token, or null
     * @param body    is written as JSON, or null
     * @param subject the entry that it is about, or null
     */
    record Request(String method, String path, String key, String token, Object body, String subject) {

        Request(String method, String path, String key, String token, Object body) {
            this(method, path, key, token, body, null);
        }
    }

    /** A token of the sandbox's issuer. @throws CannotRun the issuer does not answer */
    String token(String subject, String role) {
        try {
            return tokenOf(subject, role).join();
        } catch (CompletionException e) {
            throw new CannotRun("no token from the issuer at " + addresses.sandboxUrl() + ": " + e.getCause(), e);
        }
    }

    private CompletableFuture<String> tokenOf(String subject, String role) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(addresses.sandboxUrl() + "/issuer/token")).timeout(TIMEOUT)
                .header("Content-Type", "application/json").POST(body(Map.of("sub", subject, "roles", List.of(role)))).build(),
                HttpResponse.BodyHandlers.ofString()).thenApply(answer -> json(answer.body()).path("token").asText());
    }

    /** Sends a message to the hub; its answer's body, missing where it is no JSON. */
    CompletableFuture<JsonNode> send(Message message, Request request) {
        return send(message, addresses.hubUrl(), request);
    }

    /** Sends a message to a partner of the hub. */
    CompletableFuture<JsonNode> sendToPartner(Message message, Request request) {
        return send(message, addresses.sandboxUrl(), request);
    }

    /** Sends a message to the hub's operations. */
    CompletableFuture<JsonNode> sendToOperations(Message message, Request request) {
        return send(message, addresses.opsUrl(), request);
    }

    /** Has a partner hold what the traffic needs; no message of the day. @throws CannotRun when it refuses */
    CompletableFuture<JsonNode> prepareAtPartner(Request request) {
        return exchange(builder(addresses.sandboxUrl(), request).build(), 1).thenApply(response -> {
            if (response.statusCode() >= 300) {
                throw new CannotRun(request.method() + " " + request.path() + " is answered " + response.statusCode() + ": " + response.body());
            }
            return json(response.body());
        });
    }

    /** Sends a fan's message to the hub. @param request of the fan's token */
    CompletableFuture<JsonNode> sendAs(Fan fan, Message message, Function<String, Request> request) {
        return tokenOf(fan.globalUserId(), "user").thenCompose(token -> send(message, request.apply(token)));
    }

    private CompletableFuture<JsonNode> send(Message message, String url, Request request) {
        var correlation = message.correlation(run);
        var sent = Instant.now();
        return exchange(builder(url, request).header("X-Correlation-Id", correlation).build(), 1).thenApply(response -> {
            var body = json(response.body());
            evidence.answered(new Evidence.Answer(message.flow().name(), correlation, request.key(), response.statusCode(), sent, Instant.now(), request.subject(), said(body)));
            return body;
        });
    }

    private static HttpRequest.Builder builder(String url, Request request) {
        var builder = HttpRequest.newBuilder(URI.create(url + request.path())).timeout(TIMEOUT)
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
        return builder;
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

    private static String said(JsonNode body) {
        return body.path("reason").asText(body.at("/date/updated").asText(null));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
