package hub.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A table's streams in memory, as Amazon's behave: two to a page, iterators that expire, shards that split, close and are trimmed. */
final class FakeStreams implements DynamoDbStreamsClient {

    private static final int PAGE = 2;
    private static final Duration ITERATOR_LIFE = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Map<String, Map<String, FakeShard>> streams = new TreeMap<>();
    private long sequence;
    /** Number of most records asked for at once. */
    int mostAsked;
    int reads;
    boolean away;

    FakeStreams(InstantSource clock) {
        this.clock = clock;
    }

    private static final class FakeShard {
        private final String parent;
        private final List<Record> records = new ArrayList<>();
        private int trimmed;
        private boolean closed;

        FakeShard(String parent) {
            this.parent = parent;
        }
    }

    /** Makes a stream with one shard. */
    void stream(String stream, String shard) {
        streams.put(stream, new LinkedHashMap<>());
        shard(stream, shard, null);
    }

    void shard(String stream, String shard, String parent) {
        streams.get(stream).put(shard, new FakeShard(parent));
    }

    void close(String stream, String shard) {
        streams.get(stream).get(shard).closed = true;
    }

    void drop(String stream) {
        streams.remove(stream);
    }

    void drop(String stream, String shard) {
        streams.get(stream).remove(shard);
    }

    /** Forgets the oldest records of a shard. */
    void trim(String stream, String shard, int records) {
        streams.get(stream).get(shard).trimmed += records;
    }

    void write(String stream, String shard, String... items) {
        for (var item : items) {
            var number = "%021d".formatted(++sequence);
            streams.get(stream).get(shard).records.add(Record.builder().eventID("e" + sequence).eventName("INSERT")
                    .dynamodb(change -> change.sequenceNumber(number).approximateCreationDateTime(clock.instant()).sizeBytes(10L).keys(Map.of("PK", AttributeValue.fromS(item)))).build());
        }
    }

    private FakeShard find(String stream, String shard) {
        var found = find(stream).get(shard);
        if (found == null) {
            throw ResourceNotFoundException.builder().message("no shard " + shard).build();
        }
        return found;
    }

    private Map<String, FakeShard> find(String stream) {
        if (away) {
            throw SdkClientException.create("connection refused");
        }
        if (!streams.containsKey(stream)) {
            throw ResourceNotFoundException.builder().message("no stream " + stream).build();
        }
        return streams.get(stream);
    }

    @Override
    public ListStreamsResponse listStreams(ListStreamsRequest request) {
        if (away) {
            throw SdkClientException.create("connection refused");
        }
        var page = after(streams.keySet().stream().toList(), request.exclusiveStartStreamArn());
        return ListStreamsResponse.builder().streams(page.stream().limit(PAGE).map(arn -> Stream.builder().streamArn(arn).build()).toList())
                .lastEvaluatedStreamArn(page.size() > PAGE ? page.get(PAGE - 1) : null).build();
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        var shards = find(request.streamArn());
        var page = after(shards.keySet().stream().toList(), request.exclusiveStartShardId());
        return DescribeStreamResponse.builder().streamDescription(described -> described.lastEvaluatedShardId(page.size() > PAGE ? page.get(PAGE - 1) : null)
                .shards(page.stream().limit(PAGE).map(id -> described(id, shards.get(id))).toList())).build();
    }

    private static software.amazon.awssdk.services.dynamodb.model.Shard described(String id, FakeShard shard) {
        var range = SequenceNumberRange.builder().startingSequenceNumber("1").endingSequenceNumber(shard.closed ? "2" : null).build();
        return software.amazon.awssdk.services.dynamodb.model.Shard.builder().shardId(id).parentShardId(shard.parent).sequenceNumberRange(range).build();
    }

    private static List<String> after(List<String> all, String last) {
        return last == null ? all : all.subList(all.indexOf(last) + 1, all.size());
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        var shard = find(request.streamArn(), request.shardId());
        int from = shard.trimmed;
        if (request.shardIteratorType() == ShardIteratorType.AFTER_SEQUENCE_NUMBER) {
            from = 1 + shard.records.stream().map(record -> record.dynamodb().sequenceNumber()).toList().indexOf(request.sequenceNumber());
            if (from == 0) {
                throw new IllegalArgumentException("Invalid SequenceNumber " + request.sequenceNumber());
            }
            requireNotTrimmed(shard, from - 1);
        }
        return GetShardIteratorResponse.builder().shardIterator(iterator(request.streamArn(), request.shardId(), from)).build();
    }

    private String iterator(String stream, String shard, int from) {
        return stream + "|" + shard + "|" + from + "|" + clock.instant();
    }

    private static void requireNotTrimmed(FakeShard shard, int from) {
        if (from < shard.trimmed) {
            throw TrimmedDataAccessException.builder().message("trimmed").build();
        }
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        reads++;
        mostAsked = Math.max(mostAsked, request.limit());
        var place = request.shardIterator().split("\\|");
        var shard = find(place[0], place[1]);
        if (clock.instant().isAfter(Instant.parse(place[3]).plus(ITERATOR_LIFE))) {
            throw ExpiredIteratorException.builder().message("expired").build();
        }
        int from = Integer.parseInt(place[2]);
        requireNotTrimmed(shard, from);
        int to = Math.min(shard.records.size(), from + request.limit());
        return GetRecordsResponse.builder().records(shard.records.subList(from, to))
                .nextShardIterator(shard.closed && to == shard.records.size() ? null : iterator(place[0], place[1], to)).build();
    }

    @Override
    public String serviceName() {
        return "fake";
    }

    @Override
    public void close() {
        // nothing is open
    }
}
