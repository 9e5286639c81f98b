package hub.events;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The advisory lock of a relay and the connection that holds it. A hung holder stops the heartbeat, and PostgreSQL ends the idle session and frees
 * the lock within five seconds.
 */
final class RelayLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLock.class);
    private final String relay;
    private final Connection connection;
    private ScheduledExecutorService heartbeat;

    /** @param connection the lock's own; closed by whoever opened it */
    RelayLock(String relay, Connection connection) {
        this.relay = relay;
        this.connection = connection;
    }

    interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Takes the lock, or answers false where another hub has it. */
    boolean tryTake() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set idle_session_timeout = '3s'");
            try (var rows = statement.executeQuery("select pg_try_advisory_lock(hashtext('hub.relay'), hashtext('" + relay + "'))")) {
                rows.next();
                if (!rows.getBoolean(1)) {
                    return false;
                }
            }
        }
        heartbeat = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "relay-" + relay + "-heartbeat"));
        heartbeat.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        return true;
    }

    /** Runs a query on the connection that holds the lock, so that it fails when the lock is lost. */
    synchronized <T> T call(Query<T> query) throws SQLException {
        return query.on(connection);
    }

    private void beat() {
        try {
            call(held -> {
                try (var statement = held.createStatement()) {
                    return statement.execute("select 1");
                }
            });
        } catch (SQLException e) {
            LOG.debug("relay {}: the lock's connection is gone; the next query will notice", relay, e);
        }
    }

    @Override
    public void close() {
        if (heartbeat != null) {
            heartbeat.shutdownNow();
        }
    }
}
