package bench.pipeline;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a contestant has published, by its own table. A row is committed after Kafka's acknowledgement. */
final class PipelineState implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final PipelineContestant contestant;
    private final Connection connection;

    PipelineState(PipelineContestant contestant) throws SQLException {
        this.contestant = contestant;
        this.connection = DriverManager.getConnection(contestant.program().jdbcUrl());
    }

    long published() throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("select count(*) from " + contestant.published())) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void awaitPublished(long count) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (published() < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(contestant.name() + " has published " + published() + " of " + count + " within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
        }
    }

    /** When each record was claimed for publication, by its id. */
    Map<String, Instant> times(Instant since) throws SQLException {
        try (var query = connection.prepareStatement("select record_id, published_at from " + contestant.published() + " where published_at >= ?")) {
            query.setObject(1, Timestamp.from(since));
            var times = new HashMap<String, Instant>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    times.put(rows.getString(1), rows.getTimestamp(2).toInstant());
                }
            }
            return times;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
