package hub.acceptance.backbone;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Database;
import hub.acceptance.Running;
import hub.events.Ledger;
import hub.events.Transactions;
import hub.failures.Drainer;
import hub.failures.Failure;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.failures.NotNow;
import hub.failures.Retrier;
import hub.failures.RetryDelays;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Drainers of the test's own on the hub's failure store, under a subscriber that the hub does not know. */
class LanesTest {

    private final Database database = new Database(Running.world());
    private final String subscriber = "lanes-" + UUID.randomUUID();
    private Transactions transactions;

    @BeforeEach
    void connect() {
        var pool = new PGSimpleDataSource();
        pool.setUrl(Running.world().jdbcUrl());
        transactions = new Transactions(pool);
    }

    @Test
    void a_call_that_outlives_its_lease_settles_nothing_where_another_one_has_settled() {
        var id = parked(1, "WAITING");
        var effects = new AtomicInteger();
        var calls = new AtomicInteger();
        var secondIsDone = new CountDownLatch(1);
        Retrier slowFirst = retrier(true, (failure, settlement) -> {
            if (calls.incrementAndGet() == 1) {
                secondIsDone.await();
                settlement.settle(effects::incrementAndGet);
            } else {
                settlement.settle(effects::incrementAndGet);
                secondIsDone.countDown();
            }
        });

        try (var running = drainer(2, Duration.ofMillis(300), slowFirst)) {
            assertThat(running.knows(subscriber)).isTrue();
            await().atMost(20, SECONDS).until(() -> calls.get() == 2 && status(id).equals("RESOLVED"));
        }

        assertThat(effects).hasValue(1);
    }

    @Test
    void what_cannot_be_tried_now_uses_up_no_attempt() {
        var id = parked(1, "WAITING");
        var calls = new AtomicInteger();

        Retrier stoppedAtFirst = retrier(false, (failure, settlement) -> {
            if (calls.incrementAndGet() < 3) {
                throw new NotNow("its route is stopped");
            }
        });
        try (var running = drainer(1, Duration.ofSeconds(60), stoppedAtFirst)) {
            assertThat(running.knows(subscriber)).isTrue();
            await().atMost(20, SECONDS).until(() -> status(id).equals("RESOLVED"));
        }

        assertThat(database.count("select attempts from hub.failure where id = ?", id)).isZero();
    }

    @Test
    void a_lane_whose_head_ended_with_nobody_to_promote_the_next_goes_on() {
        parked(1, "DISCARDED");
        var orphan = parked(2, "BLOCKED");
        var next = parked(3, "BLOCKED");

        try (var running = drainer(1, Duration.ofSeconds(60), retrier(false, (failure, settlement) -> { }))) {
            assertThat(running.knows(subscriber)).isTrue();
            lanes(Duration.ofSeconds(60)).releaseOrphans();
            await().atMost(20, SECONDS).until(() -> status(orphan).equals("RESOLVED") && status(next).equals("RESOLVED"));
        }
    }

    @Test
    void a_head_ends_while_somebody_has_the_next_of_its_lane_in_hand() throws SQLException {
        var next = parked(2, "BLOCKED");
        var last = parked(3, "BLOCKED");
        try (var operator = connection(); var hand = operator.createStatement()) {
            operator.setAutoCommit(false);
            hand.execute("select id from hub.failure where id = '" + next + "' for update");
            var head = parked(1, "WAITING");

            try (var running = drainer(1, Duration.ofSeconds(60), retrier(false, (failure, settlement) -> { }))) {
                assertThat(running.knows(subscriber)).isTrue();
                await().atMost(20, SECONDS).until(() -> status(head).equals("RESOLVED"));
                assertThat(status(last)).as("does not overtake").isEqualTo("BLOCKED");
                operator.rollback();
                lanes(Duration.ofSeconds(60)).releaseOrphans();
                await().atMost(20, SECONDS).until(() -> status(next).equals("RESOLVED") && status(last).equals("RESOLVED"));
            }
        }
    }

    @Test
    void rows_that_were_due_long_ago_and_are_no_heads_keep_no_head_from_its_turn() {
        database.sql("""
                insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload, next_attempt_at)
                select status, 'test', 'test', 'test', ?, 'lane-' || n, place, '', case when status = 'WAITING' then now() - interval '1 hour' end
                  from generate_series(1, 150) n, (values ('HELD', 1), ('WAITING', 2)) elder_and_younger (status, place)""", subscriber).update();
        var head = parked(1, "WAITING");

        try (var running = drainer(1, Duration.ofSeconds(60), retrier(false, (failure, settlement) -> { }))) {
            assertThat(running.knows(subscriber)).isTrue();
            await().atMost(20, SECONDS).until(() -> status(head).equals("RESOLVED"));
            lanes(Duration.ofSeconds(60)).releaseOrphans();
            assertThat(database.count("select count(*) from hub.failure where subscriber = ? and status = 'BLOCKED' and next_attempt_at is null", subscriber)).isEqualTo(150);
            database.sql("update hub.failure set status = 'WAITING', next_attempt_at = now() where subscriber = ? and status = 'HELD'", subscriber).update();
            await().atMost(20, SECONDS).until(() -> database.count("select count(*) from hub.failure where subscriber = ? and status = 'RESOLVED'", subscriber) == 301);
        }
    }

    @Test
    void what_is_asked_at_each_delivery_and_retry_reads_few_rows_also_where_its_plan_was_made_before_a_flood() throws SQLException {
        try (var session = connection(); var statement = session.createStatement()) {
            for (int n = 0; n < 10; n++) {
                ask(statement);
            }
            database.sql("""
                    insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload, next_attempt_at)
                    select 'WAITING', 'test', 'test', 'test', ?, 'lane-' || n, n, '', now() from generate_series(1, 2000) n""", subscriber).update();
            session.setAutoCommit(false);

            ask(statement);

            try (var read = statement.executeQuery("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relid = 'hub.failure'::regclass")) {
                read.next();
                assertThat(read.getLong(1)).as("rows of hub.failure").isLessThan(100);
            }
            session.rollback();
        } finally {
            database.sql("delete from hub.failure where subscriber = ?", subscriber).update();
        }
    }

    private void ask(Statement statement) throws SQLException {
        for (var question : List.of("hub.take_due(array['%s'])", "hub.lane_head('%s', 'lane-7')", "hub.lane_is_open('%s', 'lane-7')", "hub.has_open_lane('nobody-%s')")) {
            statement.executeQuery("select * from " + question.formatted(subscriber)).close();
        }
    }

    @Test
    void partitions_are_made_while_events_are_appended_and_delivered() {
        var before = database.count("select count(*) from pg_inherits where inhparent = 'hub.event_log'::regclass");

        try (var appender = connection(); var open = appender.createStatement()) {
            appender.setAutoCommit(false);
            open.execute("insert into hub.delivery (subscriber, position, outcome) values ('" + subscriber + "', 1, 'applied')");
            assertThat(database.sql("select hub.ensure_partitions(?, 1000000)", (before + 1) * 1_000_000L).query(Integer.class).single()).isPositive();
            open.execute("select count(*) from hub.event_log");
            appender.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        assertThat(database.count("select count(*) from pg_inherits where inhparent = 'hub.delivery'::regclass")).isGreaterThan(before);
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(Running.world().jdbcUrl());
    }

    private UUID parked(long position, String status) {
        return database.sql("""
                insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload, next_attempt_at)
                values (?, 'test', 'test', 'test', ?, 's', ?, '', case when ? = 'WAITING' then now() end) returning id""", status, subscriber, position, status)
                .query(UUID.class).single();
    }

    private String status(UUID id) {
        return database.sql("select status from hub.failure where id = ?", id).query(String.class).single();
    }

    private Lanes lanes(Duration lease) {
        return new Lanes(transactions, new Ledger(transactions), new Incidents(transactions, Duration.ofMinutes(1)), RetryDelays.parse("1s,1s", () -> 0.5), lease);
    }

    private Drainer drainer(int threads, Duration lease, Retrier retrier) {
        var drainer = new Drainer(transactions, lanes(lease), threads);
        drainer.register(subscriber, retrier);
        drainer.start();
        return drainer;
    }

    private interface Work {
        void on(Failure failure, Retrier.Settlement settlement) throws Exception;
    }

    private static Retrier retrier(boolean partner, Work work) {
        return new Retrier() {
            @Override
            public boolean callsPartner() {
                return partner;
            }

            @Override
            public void retry(Failure failure, Settlement settlement) throws Exception {
                work.on(failure, settlement);
            }
        };
    }
}
