package hub.operations;

import hub.events.Causation;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * Every request at the operations port has a correlation id, the caller's or one that is made here: it is answered with, refusals name it, and so do log lines of
 * what is done for it.
 */
final class Correlation {

    private static final String HEADER = "X-Correlation-Id";
    private static final String KEY = "hub.causation";

    private Correlation() {
    }

    /** The first that handles a request. */
    static void begin(RoutingContext context) {
        of(context);
        context.next();
    }

    /** What is done for the request is done for this. What is not even HTTP comes here without having begun. */
    static Causation of(RoutingContext context) {
        Causation known = context.get(KEY);
        if (known != null) {
            return known;
        }
        var request = context.request();
        var made = Causation.continuing(request.getHeader(HEADER), UUID.randomUUID().toString(), request.getHeader("traceparent"));
        context.put(KEY, made);
        if (!context.response().headWritten()) {
            context.response().putHeader(HEADER, made.correlationId());
        }
        return made;
    }
}
