package hub.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CalmTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Calm calm = new Calm(3, Duration.ofSeconds(60), now::get);

    @Test
    void a_few_failures_are_tried_again_in_place_and_a_flood_is_not() {
        assertThat(calm.afterFailure()).isTrue();
        assertThat(calm.afterFailure()).isTrue();
        assertThat(calm.afterFailure()).isTrue();
        assertThat(calm.afterFailure()).isFalse();
        assertThat(calm.afterFailure()).isFalse();
    }

    @Test
    void calm_comes_back_when_the_flood_is_over() {
        for (int i = 0; i < 10; i++) {
            calm.afterFailure();
        }

        now.addAndGet(TimeUnit.SECONDS.toNanos(61));

        assertThat(calm.afterFailure()).isTrue();
    }
}
