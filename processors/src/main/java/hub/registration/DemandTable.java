package hub.registration;

import hub.events.Backoff;
import hub.queues.DestinationAway;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** The rows of entries in DynamoDB. */
final class DemandTable implements EntryRows {

    /** Amazon's bound of one request. */
    private static final int MOST_KEYS = 100;
    /** Amazon's bound of segments. */
    private static final int MOST_SEGMENTS = 1_000_000;
    /** How often keys are asked for that the table did not get to, before they count as unread. */
    private static final int READS = 5;
    private static final String FLAGGED = "needsReplication = :flagged and #date.#updated < :before and begins_with(SK, :entry)";
    private static final String CLEAR = "set needsReplication = :done";
    private static final String VERSION_IS = "#date.#updated = :version";
    private static final Map<String, String> NAMES = Map.of("#date", "date", "#updated", "updated");

    private final DynamoDbClient client;
    private final String table;
    private final Backoff backoff;

    /** @param backoff before keys are asked for again */
    DemandTable(DynamoDbClient client, String table, Backoff backoff) {
        this.client = client;
        this.table = table;
        this.backoff = backoff;
    }

    @Override
    public Current read(Collection<EntryKey> keys) {
        var rows = new HashMap<EntryKey, Map<String, AttributeValue>>();
        var unread = new HashSet<EntryKey>();
        var all = List.copyOf(keys);
        try {
            for (int from = 0; from < all.size(); from += MOST_KEYS) {
                read(all.subList(from, Math.min(from + MOST_KEYS, all.size())).stream().map(EntryKey::row).toList(), rows, unread);
            }
        } catch (SdkException e) {
            throw new DestinationAway("the demand table cannot be read: " + e.getMessage(), e);
        }
        return new Current(rows, unread);
    }

    /** @param rows gets the rows that are there @param unread gets the keys that the table did not get to */
    private void read(List<Map<String, AttributeValue>> keys, Map<EntryKey, Map<String, AttributeValue>> rows, Set<EntryKey> unread) {
        var left = keys;
        for (int read = 1; !left.isEmpty() && read <= READS; read++) {
            pause(read);
            var asked = KeysAndAttributes.builder().keys(left).consistentRead(true).build();
            var answer = client.batchGetItem(BatchGetItemRequest.builder().requestItems(Map.of(table, asked)).build());
            answer.responses().getOrDefault(table, List.of()).forEach(row -> rows.put(EntryKey.of(row), row));
            left = answer.hasUnprocessedKeys() && answer.unprocessedKeys().containsKey(table) ? answer.unprocessedKeys().get(table).keys() : List.of();
        }
        left.forEach(key -> unread.add(EntryKey.of(key)));
    }

    private void pause(int read) {
        if (read == 1) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(backoff.after(read - 1).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DestinationAway("interrupted while the demand table was read", e);
        }
    }

    @Override
    public void unflag(EntryKey key, String version) {
        try {
            client.updateItem(update -> update.tableName(table).key(key.row()).updateExpression(CLEAR).conditionExpression(VERSION_IS).expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(":done", AttributeValue.fromBool(false), ":version", AttributeValue.fromS(version))));
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            // its own message clears it
        }
    }

    /** Where a walk through the table begins. @param page about how many rows each of its segments is to have: DynamoDB counts rows a few times a day */
    Place first(int page) {
        long rows = client.describeTable(request -> request.tableName(table)).table().itemCount();
        return new Place(0, (int) Math.max(1, Math.min((rows + page - 1) / page, MOST_SEGMENTS)), null);
    }

    /** A place in the table, for a walk through all of it. @param segment of {@code segments} of about the same size @param from in its segment; null at the beginning */
    record Place(int segment, int segments, Map<String, AttributeValue> from) {

        private Place after(Map<String, AttributeValue> last) {
            if (!last.isEmpty()) {
                return new Place(segment, segments, last);
            }
            return segment + 1 < segments ? new Place(segment + 1, segments, null) : null;
        }
    }

    /** A part of the table that was gone through. @param next where to go on; null at the end */
    record Page(List<Map<String, AttributeValue>> flagged, Place next) { }

    /** Goes through a segment, or 1 MB of it, for entries that are flagged since before a time. */
    Page flagged(Place place, String before) {
        var answer = client.scan(ScanRequest.builder().tableName(table).segment(place.segment()).totalSegments(place.segments()).exclusiveStartKey(place.from())
                .filterExpression(FLAGGED).expressionAttributeNames(NAMES)
                .expressionAttributeValues(Map.of(":flagged", AttributeValue.fromBool(true), ":before", AttributeValue.fromS(before), ":entry", AttributeValue.fromS("asu#")))
                .build());
        return new Page(new ArrayList<>(answer.items()), place.after(answer.lastEvaluatedKey()));
    }
}
