package hub.operations.console;

import hub.operations.Operator;
import hub.operations.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What people do at the operations port with a browser: they log in. */
public final class Console implements AutoCloseable {

    /** Where to log in and out, and to ask who is logged in. */
    public static final String LOG_IN = "/ops/login";

    private final WorkerExecutor hashing;
    private final Sessions sessions;

    /**
     * How one logs in.
     *
     * @param data    where the users are
     * @param guesses how many wrong passwords one caller may give for one name at once
     * @param pause   after how long one more
     */
    public record Settings(Path data, int guesses, Duration pause, Sessions.Keeping keeping) { }

    private Console(WorkerExecutor hashing, Sessions sessions) {
        this.hashing = hashing;
        this.sessions = sessions;
    }

    /** Makes the first users, and knows on all that is added to the router later who is logged in. @param port whose sessions they are */
    public static Console on(Router router, Vertx vertx, int port, Settings settings) {
        var users = new Users(settings.data());
        FirstPasswords.make(users, settings.data());
        var hashing = vertx.createSharedWorkerExecutor("log-in", 1);
        var sessions = new Sessions(vertx, "hub-ops-" + port, users, settings.keeping(), Clock.systemUTC());
        sessions.addTo(router);
        router.route().handler(new SameOrigin());
        new LogIn(users, sessions, new Guesses(settings.guesses(), settings.pause(), System::nanoTime), hashing).addTo(router);
        return new Console(hashing, sessions);
    }

    public Sessions sessions() {
        return sessions;
    }

    /** {@code {user, roles}}. */
    public static Reply who(Operator operator) {
        return LogIn.reply(operator);
    }

    @Override
    public void close() {
        sessions.close();
        hashing.close();
    }
}
