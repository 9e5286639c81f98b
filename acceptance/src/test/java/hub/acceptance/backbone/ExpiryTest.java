package hub.acceptance.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Running;
import hub.events.Transactions;
import hub.failures.Expiry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What ended long ago, or is more than is kept, among failures that nobody else has. */
class ExpiryTest {

    private static final Duration CENTURY = Duration.ofDays(36_500);
    private final Database database = new Database(Running.world());
    private final String flow = "expiry-" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void old_failures_are_forgotten_when_they_have_ended_and_are_not_still_to_be_shown() {
        row("HELD", 1990, null);
        row("REJECTED", 1991, "a.dlq");
        row("DISCARDED", 1992, null);

        expiry(Duration.ofDays(20 * 365), Integer.MAX_VALUE).forgetEnded();

        assertThat(left()).containsExactly("HELD", "REJECTED");
        assertThat(meters.counter("hub_failures_expired", "reason", "age").count()).isPositive();
    }

    @Test
    void the_oldest_of_too_many_are_forgotten() {
        row("RESOLVED", 1950, null);
        row("RESOLVED", 1960, null);
        int ended = (int) database.count("select count(*) from hub.failure where status in ('RESOLVED', 'REJECTED', 'DISCARDED')");

        expiry(CENTURY, ended - 1).forgetEnded();

        assertThat(database.count("select count(*) from hub.failure where flow = ? and updated_at < '1955-01-01'", flow)).isZero();
        assertThat(meters.counter("hub_failures_expired", "reason", "number").count()).isPositive();
        assertThat(meters.counter("hub_failures_expired", "reason", "age").count()).isZero();
    }

    private Expiry expiry(Duration retention, int most) {
        var pool = new PGSimpleDataSource();
        pool.setUrl(Running.world().jdbcUrl());
        return new Expiry(new Transactions(pool), retention, most, meters);
    }

    private void row(String status, int year, String deadLetter) {
        database.sql("""
                insert into hub.failure (status, code, reason, flow, payload, updated_at, dead_letter, dead_letter_after)
                values (?, 'test', 'test', ?, '', make_timestamptz(?, 1, 1, 0, 0, 0), ?, now() + interval '1 day')""", status, flow, year, deadLetter).update();
    }

    private List<String> left() {
        return database.sql("select status from hub.failure where flow = ? order by updated_at", flow).query(String.class).list();
    }
}
