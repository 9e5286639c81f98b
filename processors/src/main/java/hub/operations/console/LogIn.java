package hub.operations.console;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.operations.Operator;
import hub.operations.Problem;
import hub.operations.Reply;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /ops/login}: begins and ends a session. */
final class LogIn {

    private static final Logger LOG = LoggerFactory.getLogger(LogIn.class);
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MOST_WAITING = 20;
    private static final Problem REFUSED = Problem.of("unauthorized", 401, "Name or password is wrong.");
    private static final Problem TOO_LARGE = Problem.of("body-too-large", 413, "The body is larger than this path takes.");
    private final Users users;
    private final Sessions sessions;
    private final Guesses guesses;
    private final WorkerExecutor hashing;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** @param hashing does one at a time */
    LogIn(Users users, Sessions sessions, Guesses guesses, WorkerExecutor hashing) {
        this.users = users;
        this.sessions = sessions;
        this.guesses = guesses;
        this.hashing = hashing;
    }

    void addTo(Router router) {
        router.post(Console.LOG_IN).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES)).handler(this::begin)
                .failureHandler(context -> (context.statusCode() == 413 ? TOO_LARGE : unavailable(context.failure())).send(context));
        router.delete(Console.LOG_IN).handler(context -> {
            sessions.end(context);
            context.response().setStatusCode(204).end();
        });
    }

    /** {@code {user, roles}}. */
    static Reply reply(Operator operator) {
        var json = Json.MAPPER.createObjectNode().put("user", operator.name());
        var roles = json.putArray("roles");
        new TreeSet<>(operator.roles()).forEach(roles::add);
        return Reply.json(200, json);
    }

    private void begin(RoutingContext context) {
        JsonNode given;
        try {
            given = given(context);
        } catch (Problem refused) {
            refused.send(context);
            return;
        }
        var name = given.path("username").asText();
        var who = context.request().remoteAddress().hostAddress() + " " + name;
        var wait = guesses.take(who);
        if (!wait.isZero()) {
            Problem.of("too-many-guesses", 429, "There were too many guesses; wait for as long as Retry-After says.").header("Retry-After", String.valueOf(wait.toSeconds() + 1)).send(context);
        } else if (!waiting.tryAcquire()) {
            Problem.unavailable("Too many log in at once.").send(context);
        } else {
            hashing.executeBlocking(() -> users.verify(name, given.path("password").asText()), true).onComplete(result -> {
                waiting.release();
                if (result.failed()) {
                    unavailable(result.cause()).send(context);
                } else if (result.result().isEmpty()) {
                    LOG.warn("a log-in from {} was refused", context.request().remoteAddress().hostAddress());
                    REFUSED.send(context);
                } else {
                    guesses.giveBack(who);
                    begin(context, result.result().get());
                }
            });
        }
    }

    private void begin(RoutingContext context, Users.User user) {
        if (sessions.begin(context, user)) {
            LOG.info("{} has logged in, as {}", user.name(), user.role());
            reply(Sessions.operator(user)).send(context);
        } else {
            Problem.unavailable("Too many are logged in.").send(context);
        }
    }

    private static JsonNode given(RoutingContext context) {
        var type = context.request().getHeader("Content-Type");
        var body = context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
        if (body.length > 0 && (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json"))) {
            throw Problem.of("unsupported-media-type", 415, "The body has to be application/json.");
        }
        try {
            var json = Json.MAPPER.readTree(body);
            if (json.path("username").isTextual() && json.path("password").isTextual()) {
                return json;
            }
        } catch (IOException e) {
            throw Problem.invalid("the body is not JSON");
        }
        throw Problem.invalid("the body has to be {\"username\": …, \"password\": …}");
    }

    private static Problem unavailable(Throwable fault) {
        LOG.error("nobody can log in", fault);
        return Problem.unavailable("Nobody can log in for now.");
    }
}
