package bench.growth;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hub.awards.AssignSticker;
import hub.awards.Assignments;
import hub.events.Destination;
import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.Lease;
import hub.events.Ledger;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.events.Relay;
import hub.events.Transactions;
import hub.failures.Drainer;
import hub.failures.Failure;
import hub.failures.FailureStore;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.failures.NewFailure;
import hub.failures.Retrier;
import hub.failures.RetryDelays;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.flywaydb.core.Flyway;

/** The hub's own event log, relay, ledger, failure store and drainer on one database, with nothing in front of them and no broker behind. */
final class Hub implements AutoCloseable {

    private static final String SUBSCRIBER = "growth";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HikariDataSource pool;
    private final Transactions transactions;
    private final Assignments assignments;
    private final Ledger ledger;
    private final FailureStore failures;
    private final Lanes lanes;
    private final Relay relay;
    private final BlockingQueue<Recorded> published = new LinkedBlockingQueue<>();

    /** Makes the tables and fills them. @param rows of history */
    Hub(String jdbcUrl, Path home, long rows) throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(4);
        pool = new HikariDataSource(config);
        Flyway.configure().dataSource(pool).schemas("public").load().migrate();
        try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
            Filling.fill(connection, rows);
            statement.execute("insert into awards.sticker (sticker_id, name) select 'sticker-' || n, 'Sticker' from generate_series(1, 3) n");
        }
        transactions = new Transactions(pool);
        ledger = new Ledger(transactions);
        var delays = RetryDelays.parse("1ms", () -> 0.5);
        var incidents = new Incidents(transactions, Duration.ofMinutes(10));
        failures = new FailureStore(transactions, ledger, incidents, delays, 100_000);
        lanes = new Lanes(transactions, ledger, incidents, delays, Duration.ofMinutes(1));
        relay = new Relay("bus", new Lease.Database(jdbcUrl, "postgres", "postgres"), transactions, failures, Published::new, 500);
        var log = new EventLog(transactions, EventCatalogue.load(home.resolve("mappings/events")), Clock.systemUTC(), relay::wake);
        assignments = new Assignments(transactions, log, Clock.systemUTC());
        relay.start();
    }

    /** A state change with its event, as a POST makes it. @param sticker 1 to 3 */
    void append(String subject, int sticker) {
        assignments.assign(new AssignSticker(subject, "sticker-" + sticker, "growth"));
    }

    /** The event that the relay has read and published next. */
    Recorded awaitPublished() throws InterruptedException {
        var next = published.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new IllegalStateException("the relay published nothing within " + PATIENCE);
        }
        return next;
    }

    /** Claims a delivery and has no effect. */
    void admit(Recorded event) {
        transactions.inTransaction(() -> {
            require(ledger.admit(SUBSCRIBER, "growth", event), Ledger.Admission.APPLY);
        });
    }

    /** Parks a delivery that failed. It is due a moment later. */
    void park(Recorded event) {
        transactions.inTransaction(() -> {
            failures.parkDelivery(NewFailure.ofEvent(SUBSCRIBER, "growth", event, new IllegalStateException("it is away"), 3));
        });
    }

    /** Parks a delivery behind the open failure of its subject. */
    void parkBehind(Recorded event) {
        transactions.inTransaction(() -> {
            require(ledger.admit(SUBSCRIBER, "growth", event), Ledger.Admission.BEHIND);
        });
    }

    /** Has a drainer try everything that is parked, heads first and then those behind them. @param rows how many there are */
    void drain(int rows) throws InterruptedException {
        var retried = new CountDownLatch(rows);
        try (var drainer = new Drainer(transactions, lanes, 1)) {
            drainer.register(SUBSCRIBER, new Retrier() {
                @Override
                public boolean callsPartner() {
                    return false;
                }

                @Override
                public void retry(Failure failure, Settlement settlement) {
                    retried.countDown();
                }
            });
            drainer.start();
            if (!retried.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(retried.getCount() + " parked events were not tried within " + PATIENCE);
            }
        }
    }

    private static void require(Ledger.Admission is, Ledger.Admission expected) {
        if (is != expected) {
            throw new IllegalStateException("the ledger says " + is + ", not " + expected);
        }
    }

    @Override
    public void close() {
        relay.close();
        pool.close();
    }

    private final class Published implements Destination {

        @Override
        public boolean takes(String origin) {
            return true;
        }

        @Override
        public void publish(List<Recorded> batch, BiConsumer<Recorded, PermanentFailure> refused) {
            published.addAll(batch);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
