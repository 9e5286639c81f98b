package hub.operations;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/** The operations API on a router: authenticated calls, answered by threads that may block; every refusal is a problem. */
final class Endpoints {

    /** Answers a call; throws {@link Problem} where it refuses. */
    interface Action {
        Reply answer(Call call);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final int MAX_BODY_BYTES = 64 * 1024;
    /** An event of 256 KiB, as a text in JSON; or 25,000 ids of failures. */
    private static final int MAX_LARGE_BYTES = 1024 * 1024;
    private static final List<String> LARGE = List.of("/ops/failures/:id/edit", "/ops/retry-jobs");
    private static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is nothing at this path.");
    private final Router router;
    private final WorkerExecutor workers;
    private final Audit audit;

    /** @param audit takes down what is done by any method but those that read */
    Endpoints(Router router, Gate gate, WorkerExecutor workers, Audit audit) {
        this.router = router;
        this.workers = workers;
        this.audit = audit;
        router.route().handler(gate);
        LARGE.forEach(path -> router.route(path).handler(BodyHandler.create(false).setBodyLimit(MAX_LARGE_BYTES)));
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    }

    /** Serves a path; other methods than those given are refused. */
    void add(String path, Map<String, Action> actions) {
        var noted = new HashMap<String, Action>();
        actions.forEach((method, action) -> noted.put(method, method.equals(HttpMethod.GET.name()) ? action : audited(path, action)));
        addNotedByItself(path, noted);
    }

    /** As {@link #add}, for what is not noted down here. */
    void addNotedByItself(String path, Map<String, Action> actions) {
        router.route(path).handler(context -> {
            var action = actions.get(context.request().method().name());
            if (action == null) {
                Problem.of("method-not-allowed", 405, "This path does not know the method; Allow says which it knows.")
                        .header("Allow", String.join(", ", new TreeMap<>(actions).keySet())).send(context);
            } else {
                run(action, context);
            }
        });
    }

    /** Answers what no path serves, and what the HTTP layer refuses. To be called last. */
    void close() {
        router.route().handler(context -> NOT_FOUND.send(context));
        router.route().failureHandler(context -> refusal(context.statusCode(), context.failure()).send(context));
    }

    /** The act is called by the words of its path: {@code failures.retry}; it is done to what the path or the body names. */
    private Action audited(String path, Action action) {
        var words = Arrays.stream(path.split("/")).filter(word -> !word.isEmpty() && !word.equals("ops") && !word.startsWith(":")).collect(Collectors.joining("."));
        return call -> {
            var asked = call.body().length == 0 ? MissingNode.getInstance() : call.json();
            var target = call.path().values().stream().findFirst().orElse(asked.path("id").asText(null));
            return audit.during(new Audit.Act(call.operator().name(), "http", words, target, asked), () -> action.answer(call));
        };
    }

    private void run(Action action, RoutingContext context) {
        var why = Correlation.of(context);
        workers.executeBlocking(() -> why.during(() -> action.answer(Call.of(context, Gate.operator(context)))), false)
                .onSuccess(reply -> reply.send(context)).onFailure(fault -> why.during(() -> problem(fault)).send(context));
    }

    private static Problem refusal(int status, Throwable fault) {
        return switch (status) {
            case 400 -> Problem.invalid("the request is not well-formed HTTP");
            case 404 -> NOT_FOUND;
            case 413 -> Problem.of("body-too-large", 413, "The body is larger than this path takes.");
            default -> problem(fault);
        };
    }

    private static Problem problem(Throwable fault) {
        if (fault instanceof Problem problem) {
            return problem;
        }
        if (fault instanceof TransactionException || fault instanceof DataAccessResourceFailureException) {
            LOG.warn("operations: the database does not answer: {}", fault.getMessage());
            return Problem.unavailable("The database does not answer.");
        }
        LOG.error("operations: a call failed", fault);
        return Problem.of("internal-error", 500, "The call failed for a reason that is not yours. It is logged.");
    }
}
