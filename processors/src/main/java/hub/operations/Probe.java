package hub.operations;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A look at something the hub needs, repeated by a thread of its own, so that asking for the result never waits. A look that hangs counts as
 * trouble.
 */
final class Probe implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final String name;
    private final boolean needed;
    private final Callable<String> look;
    private volatile String trouble = "not looked at yet";
    private volatile long lookingSince;

    /** @param look returns what is wrong, or null; what it throws is wrong too */
    Probe(String name, Callable<String> look) {
        this(name, true, look);
    }

    /** As the other one. @param needed whether the hub takes no traffic without it */
    Probe(String name, boolean needed, Callable<String> look) {
        this.name = name;
        this.needed = needed;
        this.look = look;
    }

    boolean needed() {
        return needed;
    }

    String name() {
        return name;
    }

    /** What is wrong, or null. */
    String trouble() {
        long since = lookingSince;
        return since != 0 && System.nanoTime() - since > PATIENCE.toNanos() ? "no answer for " + PATIENCE.toSeconds() + " s" : trouble;
    }

    @Override
    public void run() {
        lookingSince = System.nanoTime() | 1;
        try {
            trouble = look.call();
        } catch (Exception e) {
            trouble = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        } finally {
            lookingSince = 0;
        }
    }
}
