package hub.acceptance.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Housekeeping;
import hub.events.Transactions;
import java.time.Duration;
import java.util.List;
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

    private List<Long> positions(String table) {
        return sql.sql("select position from " + table + " order by position").query(Long.class).list();
    }
}
