package hub.events;

import java.util.List;
import java.util.function.BiConsumer;

/** What a relay publishes to. Opened by the relay that holds the lock; closed, never reused, after any error. */
public interface Destination extends AutoCloseable {

    /** Whether events of this origin are published here; null is the hub's own. */
    boolean takes(String origin);

    /**
     * Publishes in order and returns when the destination has all of it on disk. An event that can never be taken goes to the given
     * consumer instead, and no later event of its subject is published by this call.
     *
     * @throws Exception the destination is away; nothing is known of what it took
     */
    void publish(List<Recorded> batch, BiConsumer<Recorded, PermanentFailure> refused) throws Exception;

    /** Called by the relay between batches, when it has published up to the position. */
    default void idle(long position) throws Exception {
    }

    @Override
    void close();
}
