package bench.bare;

import bench.bare.Awards.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code POST /api/award/v1/users/{userId}/stickers}: token, role, shape of the request, then the award on a worker thread. */
final class AwardServer {

    private static final Pattern PATH = Pattern.compile("/api/award/v1/users/([^/]{1,600})/stickers");
    private static final Set<String> FIELDS = Set.of("stickerId", "reason");
    private static final int WORKERS = 200;
    private static final int LARGEST_BODY = 1024 * 1024;
    private final Awards awards;
    private final BearerTokens tokens;

    AwardServer(Awards awards, BearerTokens tokens) {
        this.awards = awards;
        this.tokens = tokens;
    }

    void listen(int port) throws Exception {
        var vertx = Vertx.vertx();
        var workers = vertx.createSharedWorkerExecutor("awards", WORKERS, 1, TimeUnit.MINUTES);
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port)).requestHandler(request -> {
            var body = Buffer.buffer();
            request.handler(part -> {
                if (body.length() <= LARGEST_BODY) {
                    body.appendBuffer(part);
                }
            });
            request.endHandler(end -> workers.executeBlocking(() -> answer(request, body), false).onComplete(done -> {
                var answer = done.succeeded() ? done.result() : new Answer(503, "unavailable");
                request.response().setStatusCode(answer.status()).putHeader("Content-Type", "application/json")
                        .putHeader("X-Correlation-Id", answer.correlation() == null ? "" : answer.correlation()).end(answer.body());
            }));
        }).listen().toCompletionStage().toCompletableFuture().get();
    }

    private Answer answer(HttpServerRequest request, Buffer body) throws Exception {
        if (request.path().equals("/health")) {
            return new Answer(200, "ready");
        }
        var path = PATH.matcher(request.path());
        if (!path.matches()) {
            return new Answer(404, "no such path");
        }
        if (!request.method().name().equals("POST")) {
            return new Answer(405, "POST alone");
        }
        var caller = tokens.caller(request.getHeader("Authorization"));
        if (caller == null || !caller.roles().contains("admin")) {
            return caller == null ? new Answer(401, "a valid bearer token is needed") : new Answer(403, "the caller lacks the role");
        }
        if (body.length() > LARGEST_BODY) {
            return new Answer(413, "the body is too large");
        }
        var type = request.getHeader("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return new Answer(415, "the body is to be application/json");
        }
        return award(URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8), body, request);
    }

    private Answer award(String user, Buffer body, HttpServerRequest request) throws Exception {
        JsonNode wish;
        try {
            wish = Json.MAPPER.readTree(body.getBytes());
        } catch (IOException e) {
            return new Answer(400, "the body is not JSON");
        }
        if (user.isEmpty() || user.length() > 200 || !isAward(wish)) {
            return new Answer(400, "the request does not fit the contract");
        }
        var correlation = request.getHeader("X-Correlation-Id") == null ? UUID.randomUUID().toString() : request.getHeader("X-Correlation-Id");
        var outcome = awards.award(user, wish.get("stickerId").textValue(), wish.path("reason").textValue(), correlation, request.getHeader("traceparent"));
        return switch (outcome.status()) {
            case Outcome.ASSIGNED -> new Answer(201, Json.write(outcome.assigned()), correlation);
            case Outcome.ALREADY -> new Answer(409, "the user has this sticker already");
            default -> new Answer(422, "there is no such sticker");
        };
    }

    private static boolean isAward(JsonNode wish) {
        if (!wish.isObject() || wish.properties().stream().anyMatch(field -> !FIELDS.contains(field.getKey()))) {
            return false;
        }
        var sticker = wish.path("stickerId");
        var reason = wish.path("reason");
        return sticker.isTextual() && !sticker.textValue().isEmpty() && sticker.textValue().length() <= 200
                && (reason.isMissingNode() || reason.isNull() || reason.isTextual() && reason.textValue().length() <= 500);
    }

    private record Answer(int status, String body, String correlation) {

        Answer(int status, String detail) {
            this(status, Json.write(Json.MAPPER.createObjectNode().put("status", status).put("detail", detail)), null);
        }
    }
}
