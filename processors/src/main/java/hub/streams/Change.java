package hub.streams;

import hub.events.Causation;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * A change of an item of a table. Images are DynamoDB's own values, so that what reads a row of the table reads an image, too.
 *
 * @param eventId        the same whenever this change is read again
 * @param keys           of the item
 * @param oldImage       the item before; empty for an INSERT, or where the stream does not carry it
 * @param newImage       the item after; empty for a REMOVE, or where the stream does not carry it
 * @param ttl            whether DynamoDB removed the item because its time to live was over
 * @param createdAt      about when it was made, rounded down to the second or, by DynamoDB Local, to the minute
 * @param sequenceNumber grows within a shard
 */
public record Change(String eventId, Type type, Map<String, AttributeValue> keys, Map<String, AttributeValue> oldImage, Map<String, AttributeValue> newImage, boolean ttl,
                     Instant createdAt, String sequenceNumber) {

    /** What became of the item. */
    public enum Type { INSERT, MODIFY, REMOVE }

    static Change of(Record read) {
        var change = read.dynamodb();
        boolean ttl = read.userIdentity() != null && "dynamodb.amazonaws.com".equals(read.userIdentity().principalId());
        return new Change(read.eventID(), Type.valueOf(read.eventNameAsString()), change.keys(), change.oldImage(), change.newImage(), ttl, change.approximateCreationDateTime(),
                change.sequenceNumber());
    }

    /** What it was made for, as the item itself says in its attribute {@code trace}; something new where it does not. */
    public Causation causation() {
        var trace = (newImage.isEmpty() ? oldImage : newImage).getOrDefault("trace", AttributeValue.fromM(Map.of())).m();
        return Causation.continuing(text(trace.get("correlationid")), eventId, text(trace.get("traceparent")));
    }

    private static String text(AttributeValue value) {
        return value == null ? null : value.s();
    }

    /** Without the images, which may hold personal data. */
    @Override
    public String toString() {
        return type + " " + eventId;
    }
}
