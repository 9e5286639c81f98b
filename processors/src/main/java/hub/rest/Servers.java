package hub.rest;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A Vert.x whose HTTP servers end connections on which nothing moves, answer what is no HTTP request with a problem, and send callers away while the hub
 * starts: Camel lets its servers listen before it has served the first contract, and a path that is not there yet would be a 404. Camel's servers cannot
 * be told so, so they are caught where it asks Vert.x for them.
 */
final class Servers {

    private static final Problem STARTING = Problem.unavailable("The service is starting or stopping.");
    private static final Problem LONG_LINE = Problem.of("uri-too-long", 414, "The path with its query is longer than the service takes.");
    private static final Problem LONG_HEADERS = Problem.of("headers-too-large", 431, "The headers are larger than the service takes.");

    private final Vertx vertx;
    private final Duration idle;
    private final BooleanSupplier started;

    private Servers(Vertx vertx, Duration idle, BooleanSupplier started) {
        this.vertx = vertx;
        this.idle = idle;
        this.started = started;
    }

    /**
     * To be closed by the caller.
     *
     * @param workers threads that work on requests
     * @param idle    how long a connection may be silent, also while its request is being worked on
     * @param started whether every contract is served
     */
    static Vertx vertx(int workers, Duration idle, BooleanSupplier started) {
        var vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(workers));
        var servers = new Servers(vertx, idle, started);
        return proxy(VertxInternal.class, (method, arguments) -> method.getName().equals("createHttpServer") && arguments != null && arguments[0] instanceof HttpServerOptions options
                ? servers.server(options) : call(vertx, method, arguments));
    }

    private HttpServer server(HttpServerOptions options) {
        options.setIdleTimeout((int) idle.toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        var server = vertx.createHttpServer(options).invalidRequestHandler(request -> refuse(request, problem(request.decoderResult().cause())));
        var router = new AtomicReference<Handler<HttpServerRequest>>();
        return proxy(HttpServer.class, (method, arguments) -> {
            if (!method.getName().equals("requestHandler")) {
                return call(server, method, arguments);
            }
            if (arguments == null) {
                return router.get();
            }
            @SuppressWarnings("unchecked")
            var handler = (Handler<HttpServerRequest>) arguments[0];
            router.set(handler);
            return server.requestHandler(request -> {
                if (started.getAsBoolean()) {
                    handler.handle(request);
                } else {
                    refuse(request, STARTING);
                }
            });
        });
    }

    private static void refuse(HttpServerRequest request, Problem problem) {
        var correlationId = Edge.correlationId(request);
        request.response().putHeader("Connection", "close");
        problem.answer(correlationId).send(request, correlationId).onComplete(sent -> request.connection().close());
    }

    private static Problem problem(Throwable cause) {
        return cause instanceof TooLongHttpLineException ? LONG_LINE : cause instanceof TooLongHttpHeaderException ? LONG_HEADERS : Fallbacks.MALFORMED;
    }

    private interface Calls {
        Object take(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(Servers.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> calls.take(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
