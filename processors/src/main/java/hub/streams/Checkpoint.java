package hub.streams;

import java.time.Instant;

/**
 * How far a shard is acknowledged.
 *
 * @param sequenceNumber of the last change that was; null where none was
 * @param finished       the shard has ended, and all of it is
 * @param since          changes made before are not handed out; null for no such
 */
record Checkpoint(String shard, String sequenceNumber, boolean finished, Instant since) {

    /** At the oldest change. */
    static Checkpoint before(String shard, Instant since) {
        return new Checkpoint(shard, null, false, since);
    }

    Checkpoint after(String change) {
        return new Checkpoint(shard, change, finished, since);
    }

    Checkpoint atEnd() {
        return new Checkpoint(shard, sequenceNumber, true, since);
    }
}
