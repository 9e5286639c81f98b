package hub.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace(500, 2000);

    @Test
    void without_a_rate_a_batch_is_published_while_there_is_room_for_one() {
        assertThat(pace.room(null, 3, 0)).isEqualTo(500);
        assertThat(pace.room(null, 3, 1900)).isEqualTo(100);
        assertThat(pace.room(null, 3, 2000)).isZero();
        assertThat(pace.room(null, 3, 2500)).isZero();
    }

    @Test
    void with_a_rate_no_more_is_published_or_under_way_than_a_second_may_have() {
        assertThat(pace.room(100, 1, 0)).isEqualTo(25);
        assertThat(pace.room(100, 5, 0)).isEqualTo(5);
        assertThat(pace.room(100, 1, 90)).isEqualTo(10);
        assertThat(pace.room(1, 1, 0)).isEqualTo(1);
        assertThat(pace.room(1, 1, 1)).isZero();
        assertThat(pace.room(1_000_000, 1, 0)).isEqualTo(500);
    }

    @Test
    void what_was_published_is_waited_for_as_the_rate_says() {
        assertThat(pace.after(100, 25, true)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.after(1, 3, true)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_step_that_got_on_is_followed_at_once_and_one_that_found_no_room_after_a_while() {
        assertThat(pace.after(null, 500, true)).isZero();
        assertThat(pace.after(100, 0, true)).isZero();
        assertThat(pace.after(null, 0, false)).isPositive();
        assertThat(pace.after(100, 0, false)).isPositive();
    }
}
