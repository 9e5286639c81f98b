package hub.events;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Growing delays: the first, doubled each time, up to the longest; each spread by jitter over half to all of it, so that what failed together does not
 * come back together.
 *
 * @param random from 0 to 1
 */
public record Backoff(Duration first, Duration most, DoubleSupplier random) {

    private static final int DOUBLINGS = 30;

    /** The delay after so many vain attempts, from 1. */
    public Duration after(int attempts) {
        double full = Math.min(most.toNanos(), Math.scalb((double) first.toNanos(), Math.min(Math.max(attempts - 1, 0), DOUBLINGS)));
        return Duration.ofNanos((long) (full / 2 + full / 2 * random.getAsDouble()));
    }
}
