package hub.events;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piece of work that one of several hubs does: a session-level advisory lock, and the connection that holds it. Whatever may only be written by the holder
 * is written with {@link #call}, on that connection, and so fails once the lock is lost. A hung holder stops the heartbeat, and PostgreSQL ends the idle
 * session and frees the lock within five seconds.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final long BEAT = TimeUnit.SECONDS.toNanos(1);

    private final String kind;
    private final String name;
    private final Connection connection;
    private ScheduledExecutorService heartbeat;
    private volatile long confirmed;

    private Lease(String kind, String name, Connection connection) {
        this.kind = kind;
        this.name = name;
        this.connection = connection;
    }

    /** How the database of leases is reached: on unpooled connections, because a pool would silently replace the one that holds a lock. */
    public record Database(String url, String user, String password) {

        /**
         * Connects, and takes nothing yet. An operator finds the connection in pg_stat_activity as {@code hub <kind> <name> <pid>}.
         *
         * @param kind of the work, for example {@code relay}; the lock's first key is the hash of {@code hub.<kind>}, its second that of the name
         */
        public Lease lease(String kind, String name) throws SQLException {
            var properties = new Properties();
            properties.putAll(Map.of("user", user, "password", password, "ApplicationName", "hub " + kind + " " + name + " " + ProcessHandle.current().pid()));
            return new Lease(kind, name, DriverManager.getConnection(url, properties));
        }
    }

    /** A query of the holder. */
    public interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Takes the lock, or answers false where another hub has it. */
    public boolean tryTake() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set idle_session_timeout = '3s'");
        }
        try (var statement = connection.prepareStatement("select pg_try_advisory_lock(hashtext(?), hashtext(?))")) {
            statement.setString(1, "hub." + kind);
            statement.setString(2, name);
            try (var rows = statement.executeQuery()) {
                rows.next();
                if (!rows.getBoolean(1)) {
                    return false;
                }
            }
        }
        confirmed = System.nanoTime();
        heartbeat = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, kind + "-" + name + "-heartbeat"));
        heartbeat.scheduleWithFixedDelay(this::beat, BEAT, BEAT, TimeUnit.NANOSECONDS);
        return true;
    }

    /** Runs a query on the connection that holds the lock, so that it fails when the lock is lost. */
    public synchronized <T> T call(Query<T> query) throws SQLException {
        T result = query.on(connection);
        confirmed = System.nanoTime();
        return result;
    }

    /** Makes sure that the lock was held a moment ago, at most two seconds. @throws SQLException it is lost */
    public void confirm() throws SQLException {
        if (System.nanoTime() - confirmed > 2 * BEAT) {
            ask();
        }
    }

    private void ask() throws SQLException {
        call(held -> {
            try (var statement = held.createStatement()) {
                return statement.execute("select 1");
            }
        });
    }

    private void beat() {
        try {
            ask();
        } catch (SQLException e) {
            LOG.debug("{} {}: the lease's connection is gone; the next query will notice", kind, name, e);
        }
    }

    @Override
    public void close() throws SQLException {
        if (heartbeat != null) {
            heartbeat.shutdownNow();
        }
        connection.close();
    }
}
