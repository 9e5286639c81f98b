package hub.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit limit = new RateLimit(2, 3, now::get);

    @Test
    void one_address_may_go_on_up_to_its_limit() {
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void all_addresses_together_have_a_limit() {
        limit.take("a");
        limit.take("b");
        limit.take("c");

        assertThat(limit.take("d")).isPositive();
    }

    @Test
    void time_gives_back_what_was_used() {
        limit.take("a");
        limit.take("a");
        now.addAndGet(Duration.ofMillis(500).toNanos());

        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isPositive();
    }

    @Test
    void refused_attempt_uses_nothing_up() {
        limit.take("a");
        limit.take("a");
        limit.take("a");

        assertThat(limit.take("b")).isZero();
    }
}
