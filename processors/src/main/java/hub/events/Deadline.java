package hub.events;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** The time that several things have together to come to their end: what one of them takes the next one lacks. */
public final class Deadline {

    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left of it; zero once it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }

    /** Waits for the end of threads, no longer than there is time. */
    public void join(Collection<Thread> threads) {
        try {
            for (var thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, left().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
