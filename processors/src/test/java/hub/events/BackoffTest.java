package hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void delay_doubles_with_each_attempt_up_to_the_longest() {
        var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 1);

        assertThat(IntStream.of(0, 1, 2, 3, 6, 7, Integer.MAX_VALUE).mapToObj(backoff::after).map(Duration::toSeconds)).containsExactly(2L, 2L, 4L, 8L, 60L, 60L, 60L);
    }

    @Test
    void jitter_spreads_a_delay_over_half_to_all_of_it() {
        assertThat(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 0).after(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 0.5).after(3)).isEqualTo(Duration.ofSeconds(6));
    }
}
