package hub.operations.console;

import hub.operations.Audit;
import hub.operations.Operator;
import hub.operations.Reply;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What people use at the operations port with a browser: logging in, and hawtio. */
public final class Console implements AutoCloseable {

    /** Where to log in and out, and to ask who is logged in. */
    public static final String LOG_IN = "/ops/login";

    private static final int JOLOKIA_WORKERS = 4;
    private final Vertx vertx;
    private final Settings settings;
    private final WorkerExecutor hashing;
    private final WorkerExecutor jolokiaWorkers;
    private final Sessions sessions;
    private JolokiaCalls jolokia;

    /**
     * How one logs in.
     *
     * @param data    where the users are
     * @param guesses how many wrong passwords one caller may give for one name at once
     * @param pause   after how long one more
     */
    public record Settings(Path data, int guesses, Duration pause, Sessions.Keeping keeping) { }

    private Console(Vertx vertx, Settings settings, Sessions sessions) {
        this.vertx = vertx;
        this.settings = settings;
        this.sessions = sessions;
        this.hashing = vertx.createSharedWorkerExecutor("log-in", 1);
        this.jolokiaWorkers = vertx.createSharedWorkerExecutor("jolokia", JOLOKIA_WORKERS);
    }

    /** Makes the first users, and knows on all that is added to the router later who is logged in. @param port whose sessions they are */
    public static Console on(Router router, Vertx vertx, int port, Settings settings) {
        var users = new Users(settings.data());
        FirstPasswords.make(users, settings.data(), System.getProperty("hub.terminal"));
        var console = new Console(vertx, settings, new Sessions(vertx, "hub-ops-" + port, users, settings.keeping(), Clock.systemUTC()));
        console.sessions.addTo(router);
        router.route().handler(new SameOrigin()).handler(Console::protect);
        new LogIn(users, console.sessions, new Guesses(settings.guesses(), settings.pause(), System::nanoTime), console.hashing).addTo(router);
        return console;
    }

    /** Who is logged in. */
    public Sessions sessions() {
        return sessions;
    }

    /** Serves hawtio and Jolokia. @param gate lets in who may read */
    public void serve(Router router, Handler<RoutingContext> gate, Audit audit) {
        jolokia = new JolokiaCalls(jolokiaWorkers, audit);
        new Hawtio(sessions, jolokia, settings.keeping().idle(), Clock.systemUTC()).addTo(router, gate);
    }

    /** {@code {user, roles}}. */
    public static Reply who(Operator operator) {
        return LogIn.reply(operator);
    }

    /** Browsers are to take answers for what they are, and to show them in no frame and to no other origin. */
    private static void protect(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }

    @Override
    public void close() {
        sessions.close();
        hashing.close();
        jolokiaWorkers.close();
        if (jolokia != null) {
            jolokia.close();
        }
    }
}
