package sandbox.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The HTTP server of the sandbox: reads the body of every request, and answers what nobody handles with a problem. */
public final class WebServer implements AutoCloseable {

    /** Partners' routes run on these threads; the default of 20 would queue the calls of a busy hub. */
    private static final int WORKERS = 64;
    /** The scoring records of a campaign come as one body. */
    private static final long MOST_BYTES = 64L << 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
    private final Router router = Router.router(vertx);
    private final HttpServer server = vertx.createHttpServer();

    public WebServer() {
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        onError(404, "Not found");
        onError(405, "Method not allowed");
        onError(413, "Body too large");
        onError(415, "Unsupported media type");
        onError(500, "Internal error");
    }

    private void onError(int status, String title) {
        router.errorHandler(status, context -> Answers.problem(context, status, title, detail(context)));
    }

    private static String detail(RoutingContext context) {
        String request = context.request().method() + " " + context.request().path();
        return context.failure() == null ? request : request + ": " + context.failure();
    }

    /** Listens on loopback. */
    public void listen(int port) {
        server.requestHandler(router).listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Where handlers hang; the one added first is asked first. */
    public Router router() {
        return router;
    }

    /** What the server runs on. */
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
