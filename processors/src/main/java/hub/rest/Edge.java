package hub.rest;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Hop.Kind;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.DefaultMessage;

/**
 * Around everything that answers on the REST port: binds correlation id, trace context and an id of the command, which events name as their
 * cause, to the thread for the whole request, turns what was thrown into a problem, and lets only its own headers out, so that nothing of a
 * request or of a route is echoed.
 */
final class Edge implements Processor {

    static final String CORRELATION_ID = "X-Correlation-Id";
    private final String path;
    private final Processor inner;

    /** @param path below which it answers */
    Edge(String path, Processor inner) {
        this.path = path;
        this.inner = inner;
    }

    /** The caller's correlation id, or one that is made here. */
    static String correlationId(HttpServerRequest request) {
        return Causation.continuing(request.getHeader(CORRELATION_ID), null, null).correlationId();
    }

    @Override
    public void process(Exchange exchange) {
        var request = exchange.getMessage(HttpMessage.class).getRequest();
        var traceparent = request.getHeader("traceparent");
        var causation = Causation.continuing(request.getHeader(CORRELATION_ID), UUID.randomUUID().toString(), traceparent);
        var kind = Causation.isTraceparent(traceparent) ? Kind.REQUEST : Kind.FIRST_REQUEST;
        var answer = new Hop(kind, path, null, causation).during(() -> answer(exchange));
        var out = new DefaultMessage(exchange);
        answer.headers().forEach(out::setHeader);
        out.setHeader(CORRELATION_ID, causation.correlationId());
        out.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        if (answer.contentType() != null) {
            out.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
        }
        if (answer.body() != null) {
            out.setBody(ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)));   // of known length, so not chunked
        }
        exchange.setMessage(out);
    }

    private Answer answer(Exchange exchange) {
        try {
            inner.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        var fault = exchange.getException();
        if (fault != null) {
            exchange.setException(null);
            return Faults.problem(fault).answer();
        }
        return exchange.getMessage().getBody() instanceof Answer answer ? answer : ofRoute(exchange);
    }

    /** What Camel answers itself: no such path, no such method, or the contract. */
    private static Answer ofRoute(Exchange exchange) {
        var message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        return switch (status) {
            case 404 -> Fallbacks.NOT_FOUND.answer();
            case 405 -> Fallbacks.METHOD_NOT_ALLOWED.with("Allow", message.getHeader("Allow", String.class)).answer();
            default -> new Answer(status, message.getHeader(Exchange.CONTENT_TYPE, String.class), Map.of(), message.getBody(String.class));
        };
    }
}
