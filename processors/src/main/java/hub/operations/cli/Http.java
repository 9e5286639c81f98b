package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.operations.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** The command line's HTTP calls, all to this machine. */
final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Http() {
    }

    /** An answer. @param body null where it is no JSON */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status / 100 == 2;
        }

        String detail() {
            return body == null ? "answer " + status : body.path("detail").asText("answer " + status);
        }
    }

    /** Whether a health address says that all is well. */
    static boolean isUp(String address) {
        try {
            return send(HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(3)).build()).filter(Answer::isGood).isPresent();
        } catch (Unfulfilled tooSlow) {
            return false;
        }
    }

    static Optional<Answer> get(String address, String token) {
        return send(request(address, token).GET().build());
    }

    /** @param headers names and values in turn */
    static Optional<Answer> post(String address, String token, JsonNode body, String... headers) {
        var request = request(address, token).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /** @param patience how long the answer may take */
    static Optional<Answer> post(String address, String token, JsonNode body, Duration patience) {
        return send(request(address, token).timeout(patience).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Json.write(body))).build());
    }

    private static HttpRequest.Builder request(String address, String token) {
        var request = HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT);
        return token == null ? request : request.header("Authorization", "Bearer " + token).header(Gate.COMMAND_LINE_USER, user());
    }

    /** What a header cannot have is left out. */
    private static String user() {
        return System.getProperty("user.name", "").replaceAll("[^\\x21-\\x7e]", "");
    }

    /** Empty where nobody is there. @throws Unfulfilled somebody is, and has not answered in time */
    private static Optional<Answer> send(HttpRequest request) {
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), json(response.body())));
        } catch (HttpConnectTimeoutException e) {
            return Optional.empty();
        } catch (HttpTimeoutException e) {
            throw new Unfulfilled("%s has not answered in %d s; it may still do what it was asked, so look before you ask again".formatted(request.uri().getAuthority(),
                    request.timeout().orElse(TIMEOUT).toSeconds()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static JsonNode json(String text) {
        return text.isEmpty() || text.charAt(0) != '{' ? null : Json.read(text);
    }
}
