package hub.registration;

import hub.events.Causation;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.streams.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What of the demand table's stream concerns others (presale registration, use case 3, steps 2 to 5). Decides on the change alone. */
public final class EntryChanges {

    private static final String LAST = "#last";

    /** A change that goes on. @param trace of the request that made it */
    public record Kept(Change change, Map<String, AttributeValue> trace) {

        @Override
        public String toString() {
            return change.toString();
        }
    }

    /** Keeps changes of entries made by fans, and of entries flagged for replication. What DynamoDB removed because its time was over is nobody's change. */
    public List<Kept> toReplicate(List<Change> batch) {
        var traces = withdrawals(batch);
        return batch.stream().filter(EntryKey::isOfEntry).filter(change -> isRemovedByFan(change) || isModifiedByFan(change) || isFlagged(change))
                .map(change -> kept(change, traces)).toList();
    }

    /** Keeps changes of entries made by fans; what the system writes is none. */
    public List<Kept> byFans(List<Change> batch) {
        var traces = withdrawals(batch);
        return batch.stream().filter(EntryKey::isOfEntry).filter(change -> isRemovedByFan(change) || isModifiedByFan(change)).map(change -> kept(change, traces)).toList();
    }

    /**
     * A message for each change: operation, entry and version. It is known by the id of the change, so that a change that the stream hands out again gives
     * messages that are known as repetitions. One that is malformed travels as that, and is refused, recorded and counted where it arrives.
     */
    public Mailing normalise(List<Kept> kept, String queue) {
        return new Mailing(kept.stream().map(one -> new Letter(one.change().eventId(), queue, text(one.change()), attributes(one.change().eventId(), one.trace()))).toList());
    }

    /** Attributes of a message that is sent because of an item with such a trace. */
    static Map<String, String> attributes(String recordId, Map<String, AttributeValue> trace) {
        return Letter.attributes(recordId, Causation.continuing(EntryItem.text(trace, "correlationid"), recordId, EntryItem.text(trace, "traceparent")));
    }

    private static String text(Change change) {
        try {
            var row = change.type() == Change.Type.REMOVE ? change.oldImage() : change.newImage();
            return EntryChange.write(change.type(), EntryKey.of(change.keys()), EntryItem.entry(row));
        } catch (RuntimeException malformed) {
            return EntryChange.writeUnread(change, "the row cannot be read as an entry: " + malformed.getClass().getSimpleName());
        }
    }

    private static boolean isRemovedByFan(Change change) {
        return change.type() == Change.Type.REMOVE && !change.ttl();
    }

    private static boolean isModifiedByFan(Change change) {
        var modified = fanModified(change.newImage());
        return change.type() != Change.Type.REMOVE && modified != null && !modified.equals(fanModified(change.oldImage()));
    }

    private static boolean isFlagged(Change change) {
        return change.type() != Change.Type.REMOVE && change.newImage().containsKey("needsReplication") && Boolean.TRUE.equals(change.newImage().get("needsReplication").bool());
    }

    private static AttributeValue fanModified(Map<String, AttributeValue> image) {
        return image.containsKey("date") && image.get("date").hasM() ? image.get("date").m().get("fanModified") : null;
    }

    /** The trace of a withdrawal stands in the row that keeps the last version, which is written with it. */
    private static Map<String, Map<String, AttributeValue>> withdrawals(List<Change> batch) {
        var traces = new HashMap<String, Map<String, AttributeValue>>();
        for (var change : batch) {
            if (change.newImage().containsKey("SK") && change.newImage().get("SK").s() != null && change.newImage().get("SK").s().endsWith(LAST)) {
                traces.put(withdrawal(change.newImage().get("PK"), change.newImage().get("SK").s(), change.newImage()), trace(change.newImage()));
            }
        }
        return traces;
    }

    private static Kept kept(Change change, Map<String, Map<String, AttributeValue>> withdrawals) {
        var row = change.type() == Change.Type.REMOVE ? change.oldImage() : change.newImage();
        var trace = trace(row);
        if (change.type() == Change.Type.REMOVE) {
            trace = withdrawals.getOrDefault(withdrawal(change.keys().get("PK"), change.keys().get("SK").s() + LAST, row), trace);
        }
        return new Kept(change, trace);
    }

    private static String withdrawal(AttributeValue fan, String sortKey, Map<String, AttributeValue> row) {
        var version = row.containsKey("date") && row.get("date").hasM() ? row.get("date").m().get("updated") : null;
        return fan + " " + sortKey + " " + version;
    }

    static Map<String, AttributeValue> trace(Map<String, AttributeValue> row) {
        return row.containsKey("trace") && row.get("trace").hasM() ? row.get("trace").m() : Map.of();
    }
}
