package hub.streams;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The checkpoints of one consumer, in the hand of the hub that holds its lease: every call fails once the lease is lost, so that a former holder can move
 * nothing.
 */
interface Checkpoints {

    /** What was kept. @param stream that it is of; null where nothing was */
    record Kept(String stream, List<Checkpoint> shards) { }

    Kept load() throws SQLException;

    /** Adds shards, all or none, and forgets those of any other stream. */
    void add(String stream, Collection<Checkpoint> shards) throws SQLException;

    /** Replaces a checkpoint that stands where it is believed to stand. @throws SQLException it does not */
    void move(String stream, Checkpoint from, Checkpoint to) throws SQLException;

    /** Forgets shards that finished so long ago that nothing of them can be read any more, but none of these. @return them */
    List<String> forget(String stream, Collection<String> listed) throws SQLException;

    /** Makes sure that the lease is held. */
    void confirm() throws SQLException;
}
