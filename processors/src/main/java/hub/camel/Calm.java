package hub.camel;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether few deliveries of a subscription fail. Only then one that failed is tried again in place, which keeps the next ones waiting; in a flood of failures
 * each is parked after its first attempt, and tried again from there.
 */
final class Calm {

    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final long[] latest;
    private int next;
    private long count;

    /**
     * @param most     deliveries that may fail within the window
     * @param nanoTime as {@link System#nanoTime()}
     */
    Calm(int most, Duration window, LongSupplier nanoTime) {
        this.latest = new long[most];
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Notes that a delivery failed at its first attempt. @return whether it may be tried again in place */
    synchronized boolean afterFailure() {
        long now = nanoTime.getAsLong();
        boolean calm = count < latest.length || now - latest[next] > windowNanos;
        latest[next] = now;
        next = (next + 1) % latest.length;
        count++;
        return calm;
    }
}
