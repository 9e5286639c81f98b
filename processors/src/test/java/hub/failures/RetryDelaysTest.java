package hub.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDelaysTest {

    @Test
    void each_retry_has_its_delay() {
        var delays = RetryDelays.parse("1s, 5s,30s", () -> 0.5);

        assertThat(delays.count()).isEqualTo(3);
        assertThat(delays.next(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delays.next(2)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void jitter_spreads_a_delay_over_80_to_120_percent() {
        assertThat(RetryDelays.parse("10s", () -> 0).next(0)).isEqualTo(Duration.ofSeconds(8));
        assertThat(RetryDelays.parse("10s", () -> 1).next(0)).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void no_delays_mean_no_automatic_retry() {
        assertThat(RetryDelays.parse(" ", () -> 0).count()).isZero();
    }

    @Test
    void a_subscriber_may_have_delays_of_its_own() {
        var delays = RetryDelays.parse("1s", () -> 0.5).except(Map.of("page-on-removal", "1m,10m", "never", ""));

        assertThat(delays.of("page-on-removal").next(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(delays.of("never").count()).isZero();
        assertThat(delays.of("anybody-else").next(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delays.of(null).next(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "24h, PT24H", "30d, PT720H"})
    void a_duration_has_a_number_and_a_unit(String text, Duration expected) {
        assertThat(RetryDelays.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "10 s", "10y", "-", "1.5s"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> RetryDelays.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
