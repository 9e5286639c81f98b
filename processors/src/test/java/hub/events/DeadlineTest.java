package hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void threads_that_hang_share_the_time_there_is() {
        var never = new CountDownLatch(1);
        var hanging = Stream.generate(() -> new Thread(() -> awaits(never))).limit(5).peek(Thread::start).toList();
        long begun = System.nanoTime();

        var deadline = Deadline.in(Duration.ofMillis(300));
        deadline.join(hanging);
        deadline.join(hanging);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(300), Duration.ofMillis(1400));
        assertThat(deadline.left()).isZero();
        never.countDown();
    }

    @Test
    void nobody_waits_for_threads_that_have_ended_or_never_began() {
        var deadline = Deadline.in(Duration.ofMinutes(1));

        deadline.join(List.of(new Thread(() -> { })));

        assertThat(deadline.left()).isGreaterThan(Duration.ofSeconds(30));
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
