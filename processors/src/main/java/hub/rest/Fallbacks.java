package hub.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Problems for what never reaches a contract: unknown paths, bodies that are too large, and faults of the HTTP layer. */
final class Fallbacks implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Fallbacks.class);
    static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is nothing at this path.");
    static final Problem METHOD_NOT_ALLOWED = Problem.of("method-not-allowed", 405, "This path does not know the method; Allow says which it knows.");
    private static final Problem TOO_LARGE = Problem.of("body-too-large", 413, "The body is larger than the service takes.");
    static final Problem MALFORMED = Problem.of("malformed-request", 400, "The request is not well-formed HTTP.");
    private static final Problem INTERNAL = Problem.of("internal-error", 500, "The request failed for a reason that is not yours. It is logged.");
    private static final List<Integer> STATUSES = List.of(400, 404, 413, 500);

    /** Installs them. */
    static void on(Router router) {
        var fallbacks = new Fallbacks();
        STATUSES.forEach(status -> router.errorHandler(status, fallbacks));
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        var correlationId = Edge.correlationId(context.request());
        problem(context, correlationId).answer(correlationId).send(context.request(), correlationId);
    }

    private Problem problem(RoutingContext context, String correlationId) {
        if (!isDecodable(context)) {
            return MALFORMED;
        }
        return switch (context.statusCode()) {
            case 400 -> MALFORMED;
            case 404 -> NOT_FOUND;
            case 413 -> TOO_LARGE;
            default -> {
                LOG.error("correlation {}: request failed before any route", correlationId, context.failure());
                yield INTERNAL;
            }
        };
    }

    private static boolean isDecodable(RoutingContext context) {
        try {
            return context.normalizedPath() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
