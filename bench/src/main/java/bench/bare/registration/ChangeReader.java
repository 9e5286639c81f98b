package bench.bare.registration;

import bench.bare.registration.SelectionRows.Code;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads the table's stream, parents before their children, and sends what concerns others to their queues; the checkpoint of a shard follows that. */
final class ChangeReader implements Runnable {

    private static final int BATCH = 100;
    private static final long POLL_MILLIS = 200;
    /** How often shards are looked for, and at once when one has ended. */
    private static final long LOOK_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 1000;
    private final DynamoDbStreamsClient streams;
    private final DataSource database;
    private final Letters saves;
    private final Letters feeds;
    private final Letters codes;
    private final Map<String, String> iterators = new HashMap<>();

    ChangeReader(DynamoDbStreamsClient streams, DataSource database, Letters saves, Letters feeds, Letters codes) {
        this.streams = streams;
        this.database = database;
        this.saves = saves;
        this.feeds = feeds;
        this.codes = codes;
    }

    /** How far a shard is acknowledged. @param sequence null: nothing of it yet */
    private record Checkpoint(String sequence, boolean finished) { }

    @Override
    public void run() {
        while (true) {
            try {
                follow();
            } catch (SQLException | RuntimeException e) {
                System.err.println("what changed is read again: " + e);
                iterators.clear();
                Partner.pause(RETRY_MILLIS);
            }
        }
    }

    private void follow() throws SQLException {
        var stream = streams.listStreams(request -> request.tableName(DemandTable.NAME)).streams().stream().max(Comparator.comparing(Stream::streamLabel)).orElseThrow().streamArn();
        var shards = shards(stream);
        var checkpoints = checkpoints();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        boolean ended = false;
        while (System.nanoTime() < until && !ended) {
            boolean full = false;
            for (var shard : shards) {
                var parent = checkpoints.get(shard.parentShardId());
                boolean isDue = shard.parentShardId() == null || parent != null && parent.finished() || shards.stream().noneMatch(one -> one.shardId().equals(shard.parentShardId()));
                var checkpoint = checkpoints.getOrDefault(shard.shardId(), new Checkpoint(null, false));
                if (isDue && !checkpoint.finished()) {
                    full |= read(stream, shard.shardId(), checkpoint, checkpoints);
                    ended |= checkpoints.getOrDefault(shard.shardId(), checkpoint).finished();
                }
            }
            if (!full) {
                Partner.pause(POLL_MILLIS);
            }
        }
    }

    private List<Shard> shards(String stream) {
        var shards = new ArrayList<Shard>();
        String last = null;
        do {
            var after = last;
            var page = streams.describeStream(request -> request.streamArn(stream).exclusiveStartShardId(after)).streamDescription();
            shards.addAll(page.shards());
            last = page.lastEvaluatedShardId();
        } while (last != null);
        return shards;
    }

    /** @return whether there is likely more */
    private boolean read(String stream, String shard, Checkpoint checkpoint, Map<String, Checkpoint> checkpoints) throws SQLException {
        var iterator = iterators.computeIfAbsent(shard, absent -> streams.getShardIterator(request -> request.streamArn(stream).shardId(shard)
                .shardIteratorType(checkpoint.sequence() == null ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(checkpoint.sequence())).shardIterator());
        var answer = streams.getRecords(request -> request.shardIterator(iterator).limit(BATCH));
        var records = answer.records();
        if (!records.isEmpty()) {
            saves.send(records.stream().filter(record -> isByFan(record) || isFlagged(record)).map(ChangeReader::letter).toList());
            feeds.send(records.stream().filter(ChangeReader::isByFan).map(ChangeReader::letter).toList());
            codes.send(records.stream().filter(ChangeReader::isOfNewWinner).map(ChangeReader::code).toList());
        }
        var reached = new Checkpoint(records.isEmpty() ? checkpoint.sequence() : records.get(records.size() - 1).dynamodb().sequenceNumber(), answer.nextShardIterator() == null);
        if (!reached.equals(checkpoint)) {
            keep(shard, reached);
            checkpoints.put(shard, reached);
        }
        iterators.put(shard, answer.nextShardIterator());
        return records.size() == BATCH;
    }

    private static boolean isEntry(Record record) {
        return record.dynamodb().keys().get("SK").s().matches("asu#[^#]+");
    }

    private static boolean isByFan(Record record) {
        if (record.eventName() == OperationType.REMOVE) {
            return isEntry(record) && (record.userIdentity() == null || !"dynamodb.amazonaws.com".equals(record.userIdentity().principalId()));
        }
        var modified = Rows.date(record.dynamodb().newImage(), "fanModified");
        return isEntry(record) && modified != null && !modified.equals(Rows.date(record.dynamodb().oldImage(), "fanModified"));
    }

    private static boolean isFlagged(Record record) {
        var flag = record.dynamodb().newImage().get("needsReplication");
        return isEntry(record) && record.eventName() != OperationType.REMOVE && flag != null && Boolean.TRUE.equals(flag.bool());
    }

    private static boolean isOfNewWinner(Record record) {
        var row = record.dynamodb().newImage();
        return record.eventName() == OperationType.MODIFY && isEntry(record) && row.containsKey("verdict") && Boolean.TRUE.equals(row.get("verdict").bool()) && row.containsKey("code")
                && !row.get("code").equals(record.dynamodb().oldImage().get("code"));
    }

    private static Letters.Letter code(Record record) {
        var row = record.dynamodb().newImage();
        var code = row.get("code").m();
        return CodeWorker.letter(new Code(campaign(row), code.get("marketId").s(), code.get("code").s()), record.eventID(), correlationId(record, row), traceparent(row));
    }

    private static Letters.Letter letter(Record record) {
        var row = record.eventName() == OperationType.REMOVE ? record.dynamodb().oldImage() : record.dynamodb().newImage();
        return new Letters.Letter(record.eventID(), change(record, row), correlationId(record, row), traceparent(row));
    }

    private static String correlationId(Record record, Map<String, AttributeValue> row) {
        var id = trace(row).get("correlationid");
        return id == null ? record.eventID() : id.s();
    }

    private static String traceparent(Map<String, AttributeValue> row) {
        var parent = trace(row).get("traceparent");
        return parent == null ? null : parent.s();
    }

    private static Map<String, AttributeValue> trace(Map<String, AttributeValue> row) {
        return row.containsKey("trace") ? row.get("trace").m() : Map.of();
    }

    private static String campaign(Map<String, AttributeValue> row) {
        return row.get("SK").s().substring("asu#".length());
    }

    private static ObjectNode change(Record record, Map<String, AttributeValue> row) {
        var change = Json.MAPPER.createObjectNode().put("type", record.eventNameAsString()).put("globalUserId", row.get("PK").s().substring("fan:".length()))
                .put("campaignId", campaign(row)).put("version", Rows.version(row));
        change.set("entry", Rows.entry(row));
        return change;
    }

    private Map<String, Checkpoint> checkpoints() throws SQLException {
        var checkpoints = new HashMap<String, Checkpoint>();
        try (var connection = database.getConnection(); var query = connection.prepareStatement("select shard, sequence, finished from checkpoint"); var rows = query.executeQuery()) {
            while (rows.next()) {
                checkpoints.put(rows.getString(1), new Checkpoint(rows.getString(2), rows.getBoolean(3)));
            }
        }
        return checkpoints;
    }

    private void keep(String shard, Checkpoint checkpoint) throws SQLException {
        try (var connection = database.getConnection(); var upsert = connection.prepareStatement("""
                insert into checkpoint (shard, sequence, finished) values (?, ?, ?)
                on conflict (shard) do update set sequence = excluded.sequence, finished = excluded.finished""")) {
            upsert.setString(1, shard);
            upsert.setString(2, checkpoint.sequence());
            upsert.setBoolean(3, checkpoint.finished());
            upsert.executeUpdate();
            connection.commit();
        }
    }
}
