package hub.operations.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Bounds how often a password is guessed: some at once for each caller and name, then one after each pause. What was right is given back. */
final class Guesses {

    private static final int REMEMBERED = 10_000;
    private final int atOnce;
    private final long pause;
    private final LongSupplier nanoTime;
    /** When the last of the guesses made will be forgotten, by who made them. */
    private final Map<String, Long> forgottenAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    Guesses(int atOnce, Duration pause, LongSupplier nanoTime) {
        this.atOnce = atOnce;
        this.pause = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Takes one, if it may be made now. @return how long to wait; zero where it may */
    synchronized Duration take(String who) {
        long now = nanoTime.getAsLong();
        long until = Math.max(now, forgottenAt.getOrDefault(who, now));
        long wait = until - now - (atOnce - 1) * pause;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        forgottenAt.put(who, until + pause);
        return Duration.ZERO;
    }

    /** It was right. */
    synchronized void giveBack(String who) {
        forgottenAt.computeIfPresent(who, (key, until) -> until - pause);
    }
}
