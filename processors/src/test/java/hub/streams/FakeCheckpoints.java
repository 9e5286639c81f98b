package hub.streams;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The checkpoints of a consumer in memory, each holder with a lease of its own. */
final class FakeCheckpoints {

    private final InstantSource clock;
    private final Map<String, Checkpoint> rows = new TreeMap<>();
    private final Map<String, Instant> movedAt = new TreeMap<>();
    private String stream;
    private int holder;
    boolean away;

    FakeCheckpoints(InstantSource clock) {
        this.clock = clock;
    }

    String stream() {
        return stream;
    }

    /** By shard the number of the last change that was acknowledged, "end", or "start". */
    Map<String, String> all() {
        var all = new TreeMap<String, String>();
        rows.forEach((shard, row) -> all.put(shard, row.finished() ? "end" : row.sequenceNumber() == null ? "start" : "" + Long.parseLong(row.sequenceNumber())));
        return all;
    }

    /** Takes the lease from whoever has it. */
    Checkpoints take() {
        return new Held(++holder);
    }

    private final class Held implements Checkpoints {

        private final int me;

        Held(int me) {
            this.me = me;
        }

        @Override
        public Kept load() throws SQLException {
            confirm();
            return new Kept(stream, List.copyOf(rows.values()));
        }

        @Override
        public void add(String to, Collection<Checkpoint> shards) throws SQLException {
            confirm();
            if (!to.equals(stream)) {
                rows.clear();
            }
            stream = to;
            shards.forEach(shard -> rows.put(shard.shard(), shard));
        }

        @Override
        public void move(String of, Checkpoint from, Checkpoint to) throws SQLException {
            confirm();
            if (!of.equals(stream) || !from.equals(rows.get(from.shard()))) {
                throw new SQLException("somebody moved it");
            }
            rows.put(to.shard(), to);
            movedAt.put(to.shard(), clock.instant());
        }

        @Override
        public List<String> forget(String of, Collection<String> listed) throws SQLException {
            confirm();
            var forgotten = rows.values().stream().filter(row -> row.finished() && !listed.contains(row.shard()))
                    .map(Checkpoint::shard).filter(shard -> movedAt.get(shard).plus(Duration.ofHours(25)).isBefore(clock.instant())).toList();
            rows.keySet().removeAll(forgotten);
            return forgotten;
        }

        @Override
        public void confirm() throws SQLException {
            if (away || me != holder) {
                throw new SQLException(away ? "connection refused" : "the lease is lost");
            }
        }
    }
}
