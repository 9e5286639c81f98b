package hub.acceptance.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Housekeeping;
import hub.events.Ledger;
import hub.events.Transactions;
import hub.failures.Failures;
import hub.failures.Failures.Answer;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.failures.RetryDelays;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is dropped of a log whose partitions hold ten events each, in a database of the test's own. */
class OldEventsTest {

    private static final String NAME = "old_events";
    private final PGSimpleDataSource pool = new PGSimpleDataSource();
    private JdbcClient sql;
    private Housekeeping housekeeping;

    @BeforeEach
    void log_of_thirty_events_that_every_relay_has_passed() {
        Made.database().sql("create database " + NAME).update();
        pool.setUrl(Running.world().jdbcUrl().replace("/hub?", "/" + NAME + "?"));
        Flyway.configure().dataSource(pool).schemas("public").load().migrate();
        sql = JdbcClient.create(pool);
        sql.sql("select hub.ensure_partitions(100, 10)").query().singleRow();
        for (int n = 1; n <= 30; n++) {
            sql.sql("insert into hub.event_log (position, id, source, type, subject, envelope) values (:n, 'e-' || :n, '/hub', case when :n < 10 then 'first.v1' else 'later.v1' end, 's', '{}')")
                    .param("n", n).update();
            sql.sql("insert into hub.delivery (subscriber, position, outcome) values ('reader', ?, 'applied')").param(n).update();
        }
        sql.sql("update hub.relay set position = 100").update();
        housekeeping = new Housekeeping(new Transactions(pool), Duration.ZERO, Duration.ZERO);
    }

    @AfterEach
    void drop() {
        Made.database().sql("drop database " + NAME + " with (force)").update();
    }

    @Test
    void events_go_together_with_their_claims_and_their_types_are_noted() {
        sql.sql("insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload) values ('HELD', 'c', 'r', 'f', 'reader', 's', 15, '')").update();

        assertThat(housekeeping.dropOldEvents()).isEqualTo(1);

        assertThat(positions("hub.event_log")).isEqualTo(positions("hub.delivery")).hasSize(21).startsWith(10L);
        assertThat(sql.sql("select type from hub.dropped_event_type").query(String.class).list()).containsExactly("first.v1");
    }

    @Test
    void what_an_open_replay_has_not_gone_through_is_kept() {
        sql.sql("insert into hub.job (kind, id, state, ordered, progress, operator) values ('replay', 'r', 'PAUSED', '{}', '{}', 'olga')").update();
        sql.sql("insert into hub.replay (job, subscriber, types, spared) values ('r', 'reader', '{later.v1}', false)").update();
        assertThat(housekeeping.dropOldEvents()).isZero();

        sql.sql("update hub.replay set position = 25").update();
        assertThat(housekeeping.dropOldEvents()).isEqualTo(2);

        sql.sql("update hub.job set ended_at = now()").update();
        housekeeping.dropOldEvents();
        assertThat(positions("hub.event_log")).isEmpty();
    }

    @Test
    void events_that_somebody_is_at_work_on_are_dropped_another_time() throws SQLException {
        try (var delivery = pool.getConnection(); var open = delivery.createStatement()) {
            delivery.setAutoCommit(false);
            open.execute("select from hub.delivery_0");
            assertThat(housekeeping.dropOldEvents()).isZero();
            assertThat(positions("hub.event_log")).hasSize(30);
            delivery.rollback();
        }

        assertThat(housekeeping.dropOldEvents()).isPositive();
        assertThat(positions("hub.event_log")).isEmpty();
    }

    @Test
    void a_discarded_failure_does_not_come_back_once_the_log_of_its_time_was_dropped() {
        var forgotten = discarded(5, "elsewhere");
        var remembered = discarded(15, "elsewhere");
        sql.sql("insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload) values ('HELD', 'c', 'r', 'f', 'reader', 's', 12, '')").update();
        assertThat(housekeeping.dropOldEvents()).isEqualTo(1);

        assertThat(failures().restore(forgotten, "olga")).isInstanceOf(Answer.Forgotten.class);
        assertThat(failures().restore(remembered, "olga")).isInstanceOf(Answer.Done.class);
    }

    @Test
    void a_discarded_failure_does_not_come_back_while_the_model_of_its_subscriber_is_being_built_anew() {
        var id = discarded(15, "elsewhere");
        sql.sql("insert into hub.subscriber (name, types, start_position, rebuilt_by) values ('reader', 'later.v1', 0, 'r')").update();

        assertThat(failures().restore(id, "olga")).isInstanceOf(Answer.BeingRebuilt.class);

        sql.sql("update hub.subscriber set rebuilt_by = null").update();
        assertThat(failures().restore(id, "olga")).isInstanceOf(Answer.Done.class);
    }

    private UUID discarded(long position, String subject) {
        return sql.sql("insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload) values ('DISCARDED', 'c', 'r', 'f', 'reader', ?, ?, '') returning id")
                .params(subject, position).query(UUID.class).single();
    }

    private Failures failures() {
        var transactions = new Transactions(pool);
        var lanes = new Lanes(transactions, new Ledger(transactions), new Incidents(transactions, Duration.ofMinutes(1)), RetryDelays.parse("1s", () -> 0.5), Duration.ofMinutes(1));
        return new Failures(transactions, lanes, subscriber -> true, () -> { });
    }

    private List<Long> positions(String table) {
        return sql.sql("select position from " + table + " order by position").query(Long.class).list();
    }
}
