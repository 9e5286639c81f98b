package hub.awards;

import java.time.Instant;

/** How a removal ended. */
public sealed interface RemovalResult {

    /** The user no longer has the sticker. */
    record Removed(String userId, String stickerId, Instant removedAt) implements RemovalResult { }

    /** The user did not have it. */
    record NotAssigned() implements RemovalResult { }
}
