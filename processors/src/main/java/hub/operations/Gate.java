package hub.operations;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets viewers read and operators act; nobody else gets any further, and no body is read before that is known. */
final class Gate implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String OPERATOR = "hub.operator";
    private static final Operator COMMAND_LINE = new Operator("cli", Set.of("operator"));
    private static final Problem UNAUTHORIZED = Problem.of("unauthorized", 401, "A valid bearer token is needed.").header("WWW-Authenticate", "Bearer");
    private static final Problem FORBIDDEN = Problem.of("forbidden", 403, "Reading needs the role viewer, acting the role operator.");

    private final byte[] commandLineToken;
    private final Function<String, Optional<Operator>> authenticate;
    private final WorkerExecutor workers;

    /**
     * @param commandLineToken acts as the operator {@code cli}
     * @param authenticate     who any other bearer token speaks for; empty where it proves nobody. May block, and may throw where it cannot tell now
     */
    Gate(String commandLineToken, Function<String, Optional<Operator>> authenticate, WorkerExecutor workers) {
        this.commandLineToken = commandLineToken.getBytes(StandardCharsets.UTF_8);
        this.authenticate = authenticate;
        this.workers = workers;
    }

    /** Who was let in. */
    static Operator operator(RoutingContext context) {
        return context.get(OPERATOR);
    }

    @Override
    public void handle(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            UNAUTHORIZED.reply().send(context);
            return;
        }
        var token = header.substring(7).strip();
        if (MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), commandLineToken)) {
            admit(context, Optional.of(COMMAND_LINE));
            return;
        }
        context.request().pause();
        workers.executeBlocking(() -> authenticate.apply(token), false).onComplete(result -> {
            context.request().resume();
            if (result.failed()) {
                LOG.warn("a token cannot be judged: {}", result.cause().getMessage());
                Problem.unavailable("The token cannot be judged for now.").reply().send(context);
            } else {
                admit(context, result.result());
            }
        });
    }

    private static void admit(RoutingContext context, Optional<Operator> operator) {
        var method = context.request().method();
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        if (operator.isEmpty()) {
            UNAUTHORIZED.reply().send(context);
        } else if (reads ? operator.get().mayView() : operator.get().mayAct()) {
            context.put(OPERATOR, operator.get());
            context.next();
        } else {
            FORBIDDEN.reply().send(context);
        }
    }
}
