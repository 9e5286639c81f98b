package hub.rest;

import hub.events.Causation;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Problems for what never reaches a contract: unknown paths, bodies that are too large, and faults of the HTTP layer. */
final class Fallbacks implements Handler<RoutingContext> {

    static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is nothing at this path.");
    static final Problem METHOD_NOT_ALLOWED = Problem.of("method-not-allowed", 405, "This path does not know the method; Allow says which it knows.");
    private static final Problem TOO_LARGE = Problem.of("body-too-large", 413, "The body is larger than the service takes.");
    private static final Problem BAD_REQUEST = Problem.of("malformed-request", 400, "The request is not well-formed HTTP.");
    private static final Problem INTERNAL = Problem.of("internal-error", 500, "The request failed for a reason that is not yours. It is logged.");

    static void on(Router router) {
        var last = router.route().last();
        last.handler(context -> respond(context, NOT_FOUND));
        last.failureHandler(new Fallbacks());
    }

    @Override
    public void handle(RoutingContext context) {
        respond(context, switch (context.statusCode()) {
            case 413 -> TOO_LARGE;
            case 400 -> BAD_REQUEST;
            case 404 -> NOT_FOUND;
            default -> INTERNAL;
        });
    }

    private static void respond(RoutingContext context, Problem problem) {
        if (context.response().ended()) {
            return;
        }
        var correlationId = Causation.continuing(context.request().getHeader(Edge.CORRELATION_ID), null, null).correlationId();
        var answer = problem.answer(correlationId);
        context.response().setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType()).putHeader(Edge.CORRELATION_ID, correlationId)
                .end(answer.body());
    }
}
