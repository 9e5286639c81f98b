package bench.registration;

import bench.bare.registration.DemandTable;
import bench.stage.Contestants;
import hub.events.AwsAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The rows of entries in a contestant's table. */
final class EntryTable implements AutoCloseable {

    private static final int MOST_KEYS = 100;
    private static final int MOST_WRITES = 25;
    private final DynamoDbClient client;
    private final String table;

    EntryTable(String endpoint, String table) {
        this.client = new AwsAddress(endpoint, "us-east-1", "sandbox", "sandbox", Runtime.getRuntime().availableProcessors() * 4).client(DynamoDbClient.builder(), Duration.ofSeconds(30));
        this.table = table;
    }

    /** That of a contestant; the hand-written program's is made, if it is not there. */
    static EntryTable of(String contestant, String endpoint) {
        if (contestant.equals(Contestants.HUB)) {
            return new EntryTable(endpoint, RegistrationContestant.HUB_TABLE);
        }
        var bare = new EntryTable(endpoint, DemandTable.NAME);
        new DemandTable(bare.client).createAbsent();
        return bare;
    }

    /** What the table has of fans 0 to n - 1 of a campaign, by their ids at the entry service. */
    Map<String, Map<String, AttributeValue>> rows(String campaign, int count) {
        var rows = new HashMap<String, Map<String, AttributeValue>>();
        for (int from = 0; from < count; from += MOST_KEYS) {
            var keys = IntStream.range(from, Math.min(count, from + MOST_KEYS)).mapToObj(number -> key(campaign, number)).toList();
            var asked = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
            client.batchGetItem(get -> get.requestItems(Map.of(table, asked))).responses().get(table)
                    .forEach(row -> rows.put(campaign + "/" + row.get("globalUserId").s(), row));
        }
        return rows;
    }

    private static Map<String, AttributeValue> key(String campaign, int number) {
        return Map.of("PK", AttributeValue.fromS("fan:" + Fans.id(number)), "SK", AttributeValue.fromS("asu#" + campaign));
    }

    /**
     * Writes entries that are replicated already. The table has no stream from here on, so that nobody replicates them once more, until it is {@link #open opened}.
     *
     * @param fans how many of each campaign have an entry
     */
    void fill(Map<String, Integer> fans, String version) {
        client.updateTable(update -> update.tableName(table).streamSpecification(stream -> stream.streamEnabled(false)));
        fans.forEach((campaign, count) -> IntStream.range(0, (count + MOST_WRITES - 1) / MOST_WRITES).parallel().forEach(part -> {
            var writes = new ArrayList<WriteRequest>();
            for (int number = part * MOST_WRITES; number < Math.min(count, (part + 1) * MOST_WRITES); number++) {
                writes.add(WriteRequest.builder().putRequest(PutRequest.builder().item(row(campaign, number, version)).build()).build());
            }
            write(writes);
        }));
    }

    /** Gives the table a new stream. In the process that will write to it: DynamoDB Local numbers changes anew at its start, and one that is numbered below the stream's start is never read. */
    void open() {
        client.updateTable(update -> update.tableName(table).streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    private void write(List<WriteRequest> writes) {
        for (var left = Map.of(table, writes); !left.isEmpty();) {
            var next = left;
            left = client.batchWriteItem(batch -> batch.requestItems(next)).unprocessedItems();
        }
    }

    private static Map<String, AttributeValue> row(String campaign, int number, String version) {
        var row = new HashMap<>(key(campaign, number));
        Fans.normal(number).properties().forEach(field -> row.put(field.getKey(), AttributeValue.fromS(field.getValue().asText())));
        row.put("globalUserId", AttributeValue.fromS(Fans.id(number)));
        row.put("campaignId", AttributeValue.fromS(campaign));
        row.put("marketIds", AttributeValue.fromL(List.of(AttributeValue.fromS("market-0"), AttributeValue.fromS("market-1"))));
        row.put("marketing", AttributeValue.fromM(Map.of("email", AttributeValue.fromBool(true), "sms", AttributeValue.fromBool(false))));
        var at = AttributeValue.fromS(version);
        row.put("date", AttributeValue.fromM(Map.of("created", at, "updated", at, "fanModified", at)));
        row.put("needsReplication", AttributeValue.fromBool(false));
        return row;
    }

    @Override
    public void close() {
        client.close();
    }
}
