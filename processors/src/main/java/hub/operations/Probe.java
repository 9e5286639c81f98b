package hub.operations;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at something the hub needs, repeated by a thread of its own, so that asking for the result never waits. A look that hangs counts as
 * trouble.
 */
final class Probe implements Runnable {

    /** Whether the hub takes no traffic without what is looked at. */
    enum Needed {
        ALWAYS,
        /** Until it has been well once: a hub that never reached it is not set up as it should be, one that has can go on without. */
        AT_START,
        NEVER
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final String UNREACHED = "it cannot be looked at; the hub's log says why";
    private final String name;
    private final Needed needed;
    private final Callable<String> look;
    private volatile String trouble = "not looked at yet";
    private volatile boolean wasWell;
    private volatile long lookingSince;

    /** @param look returns what is wrong, or null; what it throws is wrong too */
    Probe(String name, Callable<String> look) {
        this(name, Needed.ALWAYS, look);
    }

    /** As the other one. */
    Probe(String name, Needed needed, Callable<String> look) {
        this.name = name;
        this.needed = needed;
        this.look = look;
    }

    /** Whether the hub takes no traffic now, because of this. */
    boolean isInTheWay() {
        return trouble() != null && (needed == Needed.ALWAYS || needed == Needed.AT_START && !wasWell);
    }

    String name() {
        return name;
    }

    /** What is wrong, or null. */
    String trouble() {
        long since = lookingSince;
        return since != 0 && System.nanoTime() - since > PATIENCE.toNanos() ? "no answer for " + PATIENCE.toSeconds() + " s" : trouble;
    }

    /** What was thrown goes into the log alone, once: anybody may ask for the health, and addresses are nobody's business. */
    @Override
    public void run() {
        lookingSince = System.nanoTime() | 1;
        try {
            trouble = look.call();
            wasWell |= trouble == null;
        } catch (Exception e) {
            if (!UNREACHED.equals(trouble)) {
                LOG.warn("health: {} cannot be looked at: {}", name, e.toString());
            }
            trouble = UNREACHED;
        } finally {
            lookingSince = 0;
        }
    }
}
