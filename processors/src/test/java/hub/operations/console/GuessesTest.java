package hub.operations.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private final AtomicLong now = new AtomicLong();
    private final Guesses guesses = new Guesses(3, Duration.ofSeconds(10), now::get);

    @Test
    void some_may_be_made_at_once_and_then_one_after_each_pause() {
        assertThat(guesses.take("a")).isZero();
        assertThat(guesses.take("a")).isZero();
        assertThat(guesses.take("a")).isZero();
        assertThat(guesses.take("a")).isEqualTo(Duration.ofSeconds(10));

        pass(Duration.ofSeconds(4));
        assertThat(guesses.take("a")).isEqualTo(Duration.ofSeconds(6));

        pass(Duration.ofSeconds(6));
        assertThat(guesses.take("a")).isZero();
        assertThat(guesses.take("a")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void who_waits_has_them_all_again_and_no_more() {
        guesses.take("a");
        pass(Duration.ofHours(1));

        some_may_be_made_at_once_and_then_one_after_each_pause();
    }

    @Test
    void what_was_right_does_not_count() {
        for (int i = 0; i < 100; i++) {
            assertThat(guesses.take("a")).isZero();
            guesses.giveBack("a");
        }
    }

    @Test
    void one_does_not_hinder_another() {
        for (int i = 0; i < 10; i++) {
            guesses.take("a");
        }
        assertThat(guesses.take("b")).isZero();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
