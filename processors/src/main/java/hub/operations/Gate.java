package hub.operations;

import hub.operations.console.Sessions;
import hub.operations.console.Users;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets viewers read and operators act, by a bearer token or a session; nobody else gets any further, and no body is read before that is known. */
public final class Gate implements Handler<RoutingContext> {

    /** Header of the command line: what the machine calls its user. */
    public static final String COMMAND_LINE_USER = "X-Hub-User";

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String OPERATOR = "hub.operator";
    private static final String COMMAND_LINE = "cli";
    private static final Problem UNAUTHORIZED = Problem.of("unauthorized", 401, "A valid bearer token is needed, or a session.").header("WWW-Authenticate", "Bearer");
    private static final Problem FORBIDDEN = Problem.of("forbidden", 403, "Reading needs the role viewer, acting the role operator.");

    private final byte[] commandLineToken;
    private final Function<String, Optional<Operator>> authenticate;
    private final Sessions sessions;
    private final WorkerExecutor workers;

    /**
     * @param commandLineToken acts as the operator {@code cli:<user>}
     * @param authenticate     who any other bearer token speaks for; empty where it proves nobody. May block, and may throw where it cannot tell now
     */
    Gate(String commandLineToken, Function<String, Optional<Operator>> authenticate, Sessions sessions, WorkerExecutor workers) {
        this.commandLineToken = commandLineToken.getBytes(StandardCharsets.UTF_8);
        this.authenticate = authenticate;
        this.sessions = sessions;
        this.workers = workers;
    }

    /** Who was let in. */
    public static Operator operator(RoutingContext context) {
        return context.get(OPERATOR);
    }

    @Override
    public void handle(RoutingContext context) {
        var method = context.request().method();
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        identify(context, operator -> reads ? operator.mayView() : operator.mayAct());
    }

    /** Lets in whoever may read, by any method: what comes next refuses by itself what acts. */
    void letReadersIn(RoutingContext context) {
        identify(context, Operator::mayView);
    }

    private void identify(RoutingContext context, Predicate<Operator> permitted) {
        var header = context.request().getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            var token = header.substring(7).strip();
            if (MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), commandLineToken)) {
                admit(context, Optional.of(commandLine(context.request().getHeader(COMMAND_LINE_USER))), permitted);
            } else {
                judge(context, () -> authenticate.apply(token), permitted);
            }
        } else if (sessions.isOpen(context)) {
            sessions.used(context);
            judge(context, () -> sessions.operator(context), permitted);
        } else {
            UNAUTHORIZED.send(context);
        }
    }

    /** Whoever can read the token is believed what they are called. */
    private static Operator commandLine(String user) {
        return new Operator(user != null && Users.NAME.matcher(user).matches() ? COMMAND_LINE + ":" + user : COMMAND_LINE, Set.of("operator"));
    }

    private void judge(RoutingContext context, Callable<Optional<Operator>> judgement, Predicate<Operator> permitted) {
        context.request().pause();
        workers.executeBlocking(judgement, false).onComplete(result -> {
            context.request().resume();
            if (result.failed()) {
                LOG.warn("it cannot be judged who asks: {}", result.cause().getMessage());
                Problem.unavailable("It cannot be judged for now who asks.").send(context);
            } else {
                admit(context, result.result(), permitted);
            }
        });
    }

    private static void admit(RoutingContext context, Optional<Operator> operator, Predicate<Operator> permitted) {
        if (operator.isEmpty()) {
            UNAUTHORIZED.send(context);
        } else if (permitted.test(operator.get())) {
            context.put(OPERATOR, operator.get());
            context.next();
        } else {
            FORBIDDEN.send(context);
        }
    }
}
