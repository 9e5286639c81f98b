package bench.bare;

import hub.events.Signal;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Publishes the outbox to one broker in order, at least once: a batch, then the cursor. Of several programs the one with the lock does it. */
final class OutboxRelay {

    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(25);
    private final String name;
    private final String jdbcUrl;
    private final Callable<Sink> sinks;
    private final Signal signal = new Signal();

    record Row(long position, long recordedAt, String id, String type, String subject, String envelope) { }

    /** Where the events go; closed after any error. */
    interface Sink extends AutoCloseable {
        void publish(List<Row> rows) throws Exception;

        @Override
        void close() throws JMSException;
    }

    OutboxRelay(String name, String jdbcUrl, Callable<Sink> sinks) {
        this.name = name;
        this.jdbcUrl = jdbcUrl;
        this.sinks = sinks;
    }

    void start() {
        new Thread(this::run, "relay-" + name).start();
    }

    void wake() {
        signal.wake();
    }

    private void run() {
        while (true) {
            try (var connection = DriverManager.getConnection(jdbcUrl)) {
                connection.createStatement().execute("set synchronous_commit = off");   // of the cursor only: what is forgotten is repeated
                awaitLock(connection);
                try (var sink = sinks.call()) {
                    publishForEver(connection, sink);
                }
            } catch (Exception e) {
                System.err.println("relay " + name + " begins again at its cursor: " + e);
                pause();
            }
        }
    }

    private void awaitLock(Connection connection) throws SQLException {
        while (true) {
            try (var rows = connection.createStatement().executeQuery("select pg_try_advisory_lock(hashtext('relay'), hashtext('" + name + "'))")) {
                rows.next();
                if (rows.getBoolean(1)) {
                    return;
                }
            }
            pause();
        }
    }

    private void publishForEver(Connection connection, Sink sink) throws Exception {
        try (var cursor = connection.prepareStatement("select position from relay where name = ?");
             var safe = connection.prepareStatement("""
                     with high as materialized (select case when is_called then last_value else 0 end as position from event_position)
                     select least((select position from high), (select min((classid::bigint << 32 | objid::bigint) & ((1::bigint << 48) - 1)) from pg_locks
                      where locktype = 'advisory' and objsubid = 1 and (classid::bigint >> 16) = 1
                        and database = (select oid from pg_database where datname = current_database())))""");
             var read = connection.prepareStatement("""
                     select position, recorded_at, id, type, subject, envelope from event_log where position > ? and position <= ? order by position limit\s""" + BATCH);
             var move = connection.prepareStatement("update relay set position = ? where name = ? and position = ?")) {
            cursor.setString(1, name);
            long position = number(cursor);
            while (true) {
                long upTo = number(safe);
                var rows = upTo > position ? read(read, position, upTo) : List.<Row>of();
                if (rows.isEmpty()) {
                    signal.await(POLL);
                    continue;
                }
                sink.publish(rows);
                long next = rows.get(rows.size() - 1).position();
                move.setLong(1, next);
                move.setString(2, name);
                move.setLong(3, position);
                if (move.executeUpdate() != 1) {
                    throw new IllegalStateException("another relay moved the cursor");
                }
                position = next;
            }
        }
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (var rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Row> read(PreparedStatement read, long after, long upTo) throws SQLException {
        read.setLong(1, after);
        read.setLong(2, upTo);
        var found = new ArrayList<Row>();
        try (var rows = read.executeQuery()) {
            while (rows.next()) {
                found.add(new Row(rows.getLong(1), rows.getTimestamp(2).getTime(), rows.getString(3), rows.getString(4), rows.getString(5), rows.getString(6)));
            }
        }
        return found;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
