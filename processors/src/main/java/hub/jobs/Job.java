package hub.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Work that an operator ordered.
 *
 * @param kind      what work it is, for example {@code retry}
 * @param id        chosen by whoever ordered it; the same id is the same job
 * @param ordered   what was ordered
 * @param progress  how far it is, as its kind has it
 * @param trouble   why it does not get on now, or why it failed; or null
 * @param startedAt null while no hub has begun it
 * @param endedAt   null while anything of it is left to do
 */
public record Job(String kind, String id, State state, JsonNode ordered, JsonNode progress, String trouble, String operator, Instant createdAt, Instant startedAt, Instant endedAt) {

    /** What is to become of it. */
    public enum State {
        /** To be worked on. */
        RUNNING,
        /** Left alone until an operator resumes it. */
        PAUSED,
        /** Ended by an operator before it was done. */
        CANCELLED,
        DONE,
        /** Ended because it cannot be done. */
        FAILED
    }
}
