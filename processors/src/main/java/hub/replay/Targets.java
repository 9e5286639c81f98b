package hub.replay;

import java.util.Optional;
import java.util.Set;

/** The subscribers of this hub, as replays see them. */
public interface Targets {

    Optional<Target> find(String subscriber);

    Set<String> names();

    /** A subscriber as its route declares it. */
    interface Target {

        Set<String> types();

        /** Whether a replay leaves its effects outside the hub alone, unless it was allowed them. */
        boolean isSpared();

        /** Whether it says how its model is cleared. */
        boolean canBeRebuilt();

        /** Clears its model, in the thread's transaction. */
        void clear();
    }
}
