package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service that speaks Amazon's JSON protocol, as the sandbox's do: they ask for credentials, and take any. */
final class AwsApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TRIES = 5;
    private static final String ANYBODY = "AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-east-1/sandbox/aws4_request, SignedHeaders=host, Signature=0";
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String service;

    /** @param service with its version, as Amazon writes it in the name of an action */
    AwsApi(String url, String service) {
        this.url = url;
        this.service = service;
    }

    /** @param request is written as JSON */
    CompletableFuture<JsonNode> call(String action, Object request) {
        return exchange(HttpRequest.newBuilder(URI.create(url + "/")).timeout(TIMEOUT).header("Content-Type", "application/x-amz-json-1.0").header("Authorization", ANYBODY)
                .header("X-Amz-Target", service + "." + action).POST(HttpRequest.BodyPublishers.ofString(write(request))).build(), 1);
    }

    /** Asks again when the server is too busy, as Amazon's clients do. */
    private CompletableFuture<JsonNode> exchange(HttpRequest request, int attempt) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenCompose(answer -> {
            if (answer.statusCode() == 200) {
                return CompletableFuture.completedFuture(read(answer.body()));
            }
            if (answer.statusCode() < 500 || attempt == TRIES) {
                throw new CannotRun(service + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return CompletableFuture.supplyAsync(() -> request, CompletableFuture.delayedExecutor(attempt, TimeUnit.SECONDS)).thenCompose(again -> exchange(again, attempt + 1));
        });
    }

    private JsonNode read(String answer) {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new CannotRun(service + " answers no JSON", e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
