package hub.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be so before a hub starts; each is one clear line where it is not. */
public final class Preconditions {

    private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REMINDER = Duration.ofSeconds(10);

    private Preconditions() {
    }

    /**
     * A port to listen on. Somebody else's is found out here: the HTTP server itself would only log that, and serve nothing.
     *
     * @param text     the port as it is set
     * @param variable the environment variable that sets it
     * @throws CannotStart it is no port, or taken
     */
    public static int freePort(String host, String text, String property, String variable) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw new CannotStart("%s (property %s) is no port: %s".formatted(variable, property, text));
        }
        int port = Integer.parseInt(text);
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return port;
        } catch (IOException e) {
            throw new CannotStart("port %d is in use; set %s (property %s) to a free port".formatted(port, variable, property));
        }
    }

    /**
     * Waits until the database takes connections.
     *
     * @throws CannotStart it does not within a minute, or refuses the user
     */
    public static void databaseAnswers(String url, String user, String password) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long reminder = System.nanoTime();
        var address = url.replaceFirst("\\?.*", "");   // what follows may hold a password
        while (true) {
            var refusal = refusal(url, user, password);
            if (refusal == null) {
                return;
            }
            if (!isAway(refusal) || System.nanoTime() > deadline) {
                throw new CannotStart("PostgreSQL at %s: %s; start it, or set POSTGRES_HOST and POSTGRES_PORT (property postgres.url)".formatted(address, oneLine(refusal)));
            }
            if (System.nanoTime() >= reminder) {
                LOG.warn("waiting for PostgreSQL at {}: {}", address, oneLine(refusal));
                reminder += REMINDER.toNanos();
            }
            pause();
        }
    }

    private static SQLException refusal(String url, String user, String password) {
        try (var connection = DriverManager.getConnection(url, user, password)) {
            return connection.isValid(5) ? null : new SQLException("does not answer", "08006");
        } catch (SQLException e) {
            return e;
        }
    }

    /** Not there, starting or stopping, or without its database yet; anything else will not change by waiting. */
    private static boolean isAway(SQLException refusal) {
        var state = refusal.getSQLState() == null ? "" : refusal.getSQLState();
        return state.startsWith("08") || Set.of("57P01", "57P02", "57P03", "3D000", "53300").contains(state);
    }

    private static String oneLine(SQLException refusal) {
        return refusal.getMessage().lines().findFirst().orElse("no reason given").replaceFirst("\\.$", "");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("stopped while it waited for PostgreSQL");
        }
    }
}
