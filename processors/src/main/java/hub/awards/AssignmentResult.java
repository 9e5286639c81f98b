package hub.awards;

import java.time.Instant;

/** How an assignment ended. */
public sealed interface AssignmentResult {

    /** The user has the sticker now. */
    record Assigned(String userId, String stickerId, Instant assignedAt) implements AssignmentResult { }

    /** The user has it already; nothing was changed. */
    record AlreadyAssigned() implements AssignmentResult { }

    /** The catalogue has no such sticker. */
    record UnknownSticker() implements AssignmentResult { }
}
