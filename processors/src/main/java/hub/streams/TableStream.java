package hub.streams;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The streams of one table, one after the other: a table that was made again, or whose stream was switched off and on, has a new one. Throws what the client throws. */
final class TableStream {

    /** A read ends at 1 MiB, so one that is close to it may have left something. */
    private static final long FULL = 900_000;

    private final DynamoDbStreamsClient client;
    private final String table;

    TableStream(DynamoDbStreamsClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** What was read of a shard. @param next for the next read; null when the shard has ended @param full there is likely more */
    record Batch(List<Change> changes, String next, boolean full) { }

    String table() {
        return table;
    }

    /** Names (ARNs) of the streams that can still be read, the oldest first; their last part is the time when they were made. */
    List<String> streams() {
        var streams = new ArrayList<String>();
        ListStreamsResponse page = null;
        do {
            var after = page == null ? null : page.lastEvaluatedStreamArn();
            page = client.listStreams(request -> request.tableName(table).exclusiveStartStreamArn(after));
            page.streams().stream().map(Stream::streamArn).forEach(streams::add);
        } while (page.lastEvaluatedStreamArn() != null);
        return streams.stream().sorted().toList();
    }

    /** Every shard of a stream that can still be read. */
    List<Shard> shards(String stream) {
        var shards = new ArrayList<Shard>();
        DescribeStreamResponse page = null;
        do {
            var after = page == null ? null : page.streamDescription().lastEvaluatedShardId();
            page = client.describeStream(request -> request.streamArn(stream).exclusiveStartShardId(after));
            page.streamDescription().shards().forEach(shard -> shards.add(new Shard(shard.shardId(), shard.parentShardId(), shard.sequenceNumberRange().endingSequenceNumber() != null)));
        } while (page.streamDescription().lastEvaluatedShardId() != null);
        return shards;
    }

    /** Where to read on. @param after sequence number of the last change that was read; null for the oldest that there is */
    String iterator(String stream, String shard, String after) {
        return client.getShardIterator(request -> request.streamArn(stream).shardId(shard)
                .shardIteratorType(after == null ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(after)).shardIterator();
    }

    Batch read(String iterator, int most) {
        var read = client.getRecords(request -> request.shardIterator(iterator).limit(most));
        long bytes = read.records().stream().map(Record::dynamodb).mapToLong(change -> change.sizeBytes() == null ? 0 : change.sizeBytes()).sum();
        return new Batch(read.records().stream().map(Change::of).toList(), read.nextShardIterator(), read.records().size() == most || bytes >= FULL);
    }
}
