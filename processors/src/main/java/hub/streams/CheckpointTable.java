package hub.streams;

import hub.events.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Checkpoints in {@code hub.stream_checkpoint}, written on the connection that holds the lease. */
final class CheckpointTable implements Checkpoints {

    private final Lease lease;
    private final String consumer;

    CheckpointTable(Lease lease, String consumer) {
        this.lease = lease;
        this.consumer = consumer;
    }

    @Override
    public Kept load() throws SQLException {
        return lease.call(connection -> {
            try (var statement = connection.prepareStatement("select stream, shard, sequence_number, finished, since from hub.stream_checkpoint where consumer = ?")) {
                statement.setString(1, consumer);
                String stream = null;
                var shards = new ArrayList<Checkpoint>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        stream = rows.getString(1);
                        var since = rows.getTimestamp(5);
                        shards.add(new Checkpoint(rows.getString(2), rows.getString(3), rows.getBoolean(4), since == null ? null : since.toInstant()));
                    }
                }
                return new Kept(stream, shards);
            }
        });
    }

    @Override
    public void add(String stream, Collection<Checkpoint> shards) throws SQLException {
        lease.call(connection -> {
            try (var statement = connection.prepareStatement("""
                    with former as (delete from hub.stream_checkpoint where consumer = ? and stream <> ?)
                    insert into hub.stream_checkpoint (consumer, stream, shard, finished, since)
                    select ?, ?, * from unnest(?, ?, ?)""")) {
                statement.setString(1, consumer);
                statement.setString(2, stream);
                statement.setString(3, consumer);
                statement.setString(4, stream);
                statement.setArray(5, array(connection, "text", shards, Checkpoint::shard));
                statement.setArray(6, array(connection, "boolean", shards, Checkpoint::finished));
                statement.setArray(7, array(connection, "timestamptz", shards, shard -> timestamp(shard.since())));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void move(String stream, Checkpoint from, Checkpoint to) throws SQLException {
        lease.call(connection -> {
            try (var statement = connection.prepareStatement("""
                    update hub.stream_checkpoint set sequence_number = ?, finished = ?, moved_at = clock_timestamp()
                     where consumer = ? and stream = ? and shard = ? and sequence_number is not distinct from ? and finished = ?""")) {
                statement.setString(1, to.sequenceNumber());
                statement.setBoolean(2, to.finished());
                statement.setString(3, consumer);
                statement.setString(4, stream);
                statement.setString(5, from.shard());
                statement.setString(6, from.sequenceNumber());
                statement.setBoolean(7, from.finished());
                requireOne(statement, from.shard());
                return null;
            }
        });
    }

    private void requireOne(PreparedStatement statement, String shard) throws SQLException {
        if (statement.executeUpdate() != 1) {
            throw new SQLException("somebody moved the checkpoint of " + consumer + " for " + shard + "; begin again where it stands");
        }
    }

    @Override
    public List<String> forget(String stream, Collection<String> listed) throws SQLException {
        return lease.call(connection -> {
            try (var statement = connection.prepareStatement("""
                    delete from hub.stream_checkpoint
                     where consumer = ? and stream = ? and finished and moved_at < clock_timestamp() - interval '25 hours' and shard <> all (?) returning shard""")) {
                statement.setString(1, consumer);
                statement.setString(2, stream);
                statement.setArray(3, array(connection, "text", listed, shard -> shard));
                var forgotten = new ArrayList<String>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        forgotten.add(rows.getString(1));
                    }
                }
                return forgotten;
            }
        });
    }

    @Override
    public void confirm() throws SQLException {
        lease.confirm();
    }

    private static <T> java.sql.Array array(Connection connection, String type, Collection<T> all, Function<T, Object> value) throws SQLException {
        return connection.createArrayOf(type, all.stream().map(value).toArray());
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
