package hub.acceptance.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hub.acceptance.World;
import hub.events.Event;
import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.Transactions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A writer beside the hub, on the hub's own event log: each transaction changes a state ({@code faults.written}) and appends the event that says so.
 * What it wrote is therefore what the database committed, whatever became of the answer.
 */
final class Traffic implements AutoCloseable {

    /** Public stream and bus carry it; no subscriber of the project takes it. */
    static final String TYPE = "stickers.stickerUpdated.v1";

    /** Enough to have something under way at any moment. */
    private static final Duration PACE = Duration.ofMillis(4);

    private final HikariDataSource pool;
    private final Transactions transactions;
    private final EventLog log;
    private final ExecutorService writers = Executors.newCachedThreadPool();
    private volatile boolean stopped;

    Traffic(World world) {
        this(world, World.HOME);
    }

    /** @param home whose event catalogue it writes by */
    Traffic(World world, Path home) {
        var config = new HikariConfig();
        config.setJdbcUrl(world.jdbcUrl());
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(1000);
        pool = new HikariDataSource(config);
        transactions = new Transactions(pool);
        log = new EventLog(transactions, EventCatalogue.load(home.resolve("mappings/events")), Clock.systemUTC(), () -> { });
        transactions.inTransaction(() -> List.of(
                "create schema if not exists faults",
                "create table if not exists faults.written (subject text, n int, event_id text, primary key (subject, n))",
                "create table if not exists faults.effect (seq bigserial primary key, subscriber text, subject text, n int, event_id text)",
                "create table if not exists faults.trouble (subscriber text, subject text, n int, kind text)").forEach(ddl -> transactions.sql().sql(ddl).update()));
    }

    /** Which event of its subject it is, from 1. */
    static int number(Event event) {
        return event.data().path("stickerName").asInt();
    }

    /** Writes this many events of the subject, each in a transaction of its own. */
    void write(String subject, int events) {
        for (int i = 0; i < events; i++) {
            write(subject, TYPE);
        }
    }

    /** Writes events of the subject in one transaction, so that they are published at once. */
    void burst(String subject, int events) {
        transactions.inTransaction(() -> write(subject, events));
    }

    void write(String subject, String type) {
        transactions.inTransaction(() -> {
            int n = transactions.sql().sql("select coalesce(max(n), 0) + 1 from faults.written where subject = ?").params(subject).query(Integer.class).single();
            var event = log.append(type, subject, Map.of("stickerId", subject, "stickerName", String.valueOf(n)));
            transactions.sql().sql("insert into faults.written values (?, ?, ?)").params(subject, n, event.id()).update();
        });
    }

    /** Writes to subjects of this prefix, one after the other, until {@link #stop}; while the database is away it tries again. */
    void flow(String prefix, int subjects) {
        stopped = false;
        writers.submit(() -> {
            for (int i = 0; !stopped; i++) {
                try {
                    LockSupport.parkNanos(PACE.toNanos());
                    write(prefix + i % subjects, TYPE);
                } catch (DataAccessException | TransactionException away) {
                    i--;
                }
            }
        });
    }

    void stop() {
        stopped = true;
        writers.shutdown();
        try {
            if (!writers.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the writers do not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        pool.close();
    }
}
