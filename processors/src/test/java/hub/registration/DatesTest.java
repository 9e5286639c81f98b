package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatesTest {

    @Test
    void times_always_have_three_digits_of_milliseconds() {
        assertThat(Dates.first(null, Instant.parse("2026-11-02T17:00:00Z"))).isEqualTo(
                new Dates("2026-11-02T17:00:00.000Z", "2026-11-02T17:00:00.000Z", "2026-11-02T17:00:00.000Z"));
        assertThat(Dates.first(null, Instant.parse("2026-11-02T17:00:00.123987Z")).updated()).isEqualTo("2026-11-02T17:00:00.123Z");
    }

    @Test
    void change_keeps_the_creation_and_takes_the_time() {
        var dates = Dates.first(null, Instant.parse("2026-11-02T17:00:00Z")).changed(Instant.parse("2026-11-02T18:00:00.5Z"));

        assertThat(dates).isEqualTo(new Dates("2026-11-02T17:00:00.000Z", "2026-11-02T18:00:00.500Z", "2026-11-02T18:00:00.500Z"));
    }

    @Test
    void version_grows_by_a_millisecond_where_the_clock_stands_or_goes_back() {
        var now = Instant.parse("2026-11-02T17:00:00.999Z");
        var first = Dates.first(null, now);

        assertThat(first.changed(now).updated()).isEqualTo("2026-11-02T17:00:01.000Z");
        assertThat(first.changed(now.minusSeconds(3600)).updated()).isEqualTo("2026-11-02T17:00:01.000Z");
        assertThat(first.changed(now.plusNanos(999_999)).updated()).isEqualTo("2026-11-02T17:00:01.000Z");
    }

    @Test
    void entry_after_a_withdrawal_is_newer_than_the_one_withdrawn() {
        assertThat(Dates.first("2026-11-02T17:00:00.000Z", Instant.parse("2026-11-02T16:00:00Z"))).isEqualTo(
                new Dates("2026-11-02T17:00:00.001Z", "2026-11-02T17:00:00.001Z", "2026-11-02T17:00:00.001Z"));
    }
}
