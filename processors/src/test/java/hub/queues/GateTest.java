package hub.queues;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {

    private final Gate gate = new Gate();

    @BeforeEach
    void open() {
        gate.open();
    }

    @Test
    void while_the_queue_is_empty_one_thread_waits_for_a_message_and_the_next_follows_when_it_has_one() throws Exception {
        assertThat(gate.awaitTurn(false)).isTrue();
        var next = turn(false);
        assertThat(gate.awaitTurn(true)).isTrue();
        gate.endTurn(true);
        assertThat(next.isDone()).isFalse();

        gate.endTurn(false);

        assertThat(next.get(10, SECONDS)).isTrue();
    }

    @Test
    void nobody_receives_while_the_destination_is_away_until_somebody_finds_it_back() throws Exception {
        gate.away();
        var busy = turn(true);
        var idle = turn(false);
        assertThat(busy.isDone() || idle.isDone()).isFalse();

        gate.back();

        assertThat(busy.get(10, SECONDS)).isTrue();
        assertThat(idle.get(10, SECONDS)).isTrue();
    }

    @Test
    void a_pause_ends_early_when_the_destination_is_back_and_when_the_worker_is_suspended() throws Exception {
        gate.away();
        var first = pause();
        gate.back();
        first.get(10, SECONDS);

        var second = pause();
        gate.close();
        second.get(10, SECONDS);
    }

    @Test
    void a_worker_that_was_suspended_during_an_outage_receives_when_it_goes_on() throws Exception {
        gate.away();
        gate.close();
        var next = turn(false);
        assertThat(next.isDone()).isFalse();

        gate.open();

        assertThat(next.get(10, SECONDS)).isTrue();
    }

    @Test
    void a_stop_ends_all_waiting() throws Exception {
        gate.awaitTurn(false);
        var idle = turn(false);

        gate.stop();

        assertThat(idle.get(10, SECONDS)).isFalse();
    }

    private CompletableFuture<Boolean> turn(boolean busy) {
        return started(() -> gate.awaitTurn(busy));
    }

    private CompletableFuture<Boolean> pause() {
        return started(() -> {
            gate.pause(Duration.ofMinutes(5));
            return true;
        });
    }

    private interface Waiting {
        boolean ends() throws InterruptedException;
    }

    /** A thread that has come to its wait. */
    private static CompletableFuture<Boolean> started(Waiting waiting) {
        var done = new CompletableFuture<Boolean>();
        var thread = new Thread(() -> {
            try {
                done.complete(waiting.ends());
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (!done.isDone() && thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return done;
    }
}
