package hub.rest;

import hub.events.Causation;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x whose HTTP servers end connections on which nothing moves, and answer what is no HTTP request with a problem. Camel makes its servers with
 * options that cannot be set, so they are set where it asks Vert.x for a server.
 */
final class Servers {

    private static final Problem MALFORMED = Problem.of("malformed-request", 400, "The request is not well-formed HTTP.");
    private static final Problem LONG_LINE = Problem.of("uri-too-long", 414, "The path with its query is longer than the service takes.");
    private static final Problem LONG_HEADERS = Problem.of("headers-too-large", 431, "The headers are larger than the service takes.");

    private Servers() {
    }

    /**
     * To be closed by the caller.
     *
     * @param workers threads that work on requests
     * @param idle    how long a connection may be silent, also while its request is being worked on
     */
    static Vertx vertx(int workers, Duration idle) {
        var vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(workers));
        return (Vertx) Proxy.newProxyInstance(Servers.class.getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("createHttpServer") && arguments != null && arguments[0] instanceof HttpServerOptions options) {
                return server(vertx, options, idle);
            }
            try {
                return method.invoke(vertx, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static HttpServer server(Vertx vertx, HttpServerOptions options, Duration idle) {
        options.setIdleTimeout((int) idle.toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return vertx.createHttpServer(options).invalidRequestHandler(Servers::refuse);
    }

    private static void refuse(HttpServerRequest request) {
        var correlationId = Causation.continuing(null, null, null).correlationId();
        var answer = problem(request.decoderResult().cause()).answer(correlationId);
        request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType()).putHeader(Edge.CORRELATION_ID, correlationId)
                .putHeader("Connection", "close").end(answer.body()).onComplete(sent -> request.connection().close());
    }

    private static Problem problem(Throwable cause) {
        return cause instanceof TooLongHttpLineException ? LONG_LINE : cause instanceof TooLongHttpHeaderException ? LONG_HEADERS : MALFORMED;
    }
}
