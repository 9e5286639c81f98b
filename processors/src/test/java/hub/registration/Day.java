package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Backoff;
import hub.events.Json;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.streams.Change;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A demand table, its stream, a queue and an entry service in memory, with the rules of the real ones, and a clock that a test moves by writing. */
final class Day implements EntryRows {

    static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO, () -> 1);

    /** What the entry service keeps of an entry; deleted ones too. */
    record Kept(Instant version, boolean deleted, List<String> marketIds) { }

    final MeterRegistry meters = new SimpleMeterRegistry();
    final ReplicationCounts counts = new ReplicationCounts(meters);
    final Map<EntryKey, Map<String, AttributeValue>> table = new HashMap<>();
    final Map<EntryKey, String> last = new HashMap<>();
    final List<Change> stream = new ArrayList<>();
    final Map<String, QueueMessage> queue = new LinkedHashMap<>();
    final Map<EntryKey, Kept> entryService = new HashMap<>();
    final Set<EntryKey> unreadable = new HashSet<>();
    private final EntryChanges changes = new EntryChanges();
    private Instant now = Instant.parse("2026-11-02T17:00:00Z");
    private int handedOut;
    private int sequence;

    /** The fan enters or changes the entry. */
    void enter(EntryKey key, String... marketIds) {
        var before = table.get(key);
        now = now.plusMillis(1);
        var dates = before == null ? Dates.first(last.get(key), now) : EntryItem.dates(before).changed(now);
        var row = new HashMap<>(before == null ? key.row() : before);
        row.putAll(item(key, dates, marketIds));
        write(key, before, row);
    }

    /** The fan withdraws. */
    void withdraw(EntryKey key) {
        var before = table.remove(key);
        if (before != null) {
            last.put(key, EntryItem.dates(before).updated());
            stream.add(new Change("c" + sequence++, Change.Type.REMOVE, key.row(), before, Map.of(), false, now, "" + sequence));
        }
    }

    /** The system writes what is not the fan's. */
    void select(EntryKey key) {
        var before = table.get(key);
        if (before != null) {
            var row = new HashMap<>(before);
            row.put("verdict", AttributeValue.fromBool(true));
            write(key, before, row);
        }
    }

    private void write(EntryKey key, Map<String, AttributeValue> before, Map<String, AttributeValue> row) {
        table.put(key, row);
        stream.add(new Change("c" + sequence++, before == null ? Change.Type.INSERT : Change.Type.MODIFY, key.row(), before == null ? Map.of() : before, row, false, now, "" + sequence));
    }

    static Map<String, AttributeValue> item(EntryKey key, Dates dates, String... marketIds) {
        return Map.of("globalUserId", AttributeValue.fromS(key.globalUserId()), "campaignId", AttributeValue.fromS(key.campaignId()),
                "marketIds", AttributeValue.fromL(List.of(marketIds).stream().map(AttributeValue::fromS).toList()), "needsReplication", AttributeValue.fromBool(true),
                "email", AttributeValue.fromS(key.globalUserId() + "@example.org"),
                "date", AttributeValue.fromM(Map.of("created", AttributeValue.fromS(dates.created()), "updated", AttributeValue.fromS(dates.updated()),
                        "fanModified", AttributeValue.fromS(dates.fanModified()))));
    }

    /** The stream hands out changes, and the queue takes what is to be replicated. @param most at once @param again how many of those before come again */
    void handOut(int most, int again) {
        int from = Math.max(0, handedOut - again);
        int to = Math.min(stream.size(), handedOut + most);
        var mailing = changes.normalise(changes.toReplicate(stream.subList(from, to)), "saveEntriesQueue");
        mailing.byQueue().forEach(parcel -> parcel.letters().forEach(letter -> send(letter.body())));
        handedOut = Math.max(handedOut, to);
    }

    boolean hasChangesAhead() {
        return handedOut < stream.size();
    }

    QueueMessage send(String body) {
        var message = new QueueMessage(new UUID(7, sequence++).toString(), body, Map.of("correlationid", "day"), 1, "r", "saveEntriesQueue");
        queue.put(message.id(), message);
        return message;
    }

    Replication begin(Collection<QueueMessage> batch) {
        return new Replication(List.copyOf(batch), AT_ONCE, counts);
    }

    /** A whole batch, at once. */
    void replicate(Collection<QueueMessage> batch) {
        var replication = begin(batch);
        replication.compare(read(replication.keys()));
        finish(replication, batch);
    }

    /** What is left of a batch that has compared. */
    Outcomes finish(Replication replication, Collection<QueueMessage> batch) {
        replication.puts().forEach(calls -> call(calls, false));
        replication.deletions().forEach(calls -> call(calls, true));
        replication.replicated().forEach(one -> unflag(one.key(), one.version()));
        return settle(replication, batch);
    }

    Outcomes settle(Replication replication, Collection<QueueMessage> batch) {
        var sent = replication.users();
        sent.byQueue().forEach(parcel -> parcel.arrivedExcept(Map.of()));
        var outcomes = replication.outcomes();
        batch.forEach(message -> {
            if (!(outcomes.get(message.id()) instanceof Outcome.Retry) && !(outcomes.get(message.id()) instanceof Outcome.Away)) {
                queue.remove(message.id());
            }
        });
        return outcomes;
    }

    void call(ItemCalls calls, boolean deletion) {
        while (calls.isOpen()) {
            calls.answered(answer(calls, deletion, Set.of()));
        }
    }

    /** What the entry service makes of a call, and says. */
    String answer(ItemCalls calls, boolean deletion, Set<String> refused) {
        var campaign = calls.path().split("/")[1];
        var results = new ArrayList<Map<String, String>>();
        Json.read(calls.body()).path("items").forEach(item -> {
            var fan = item.path("globalUserId").asText();
            results.add(Map.of("globalUserId", fan, "status", refused.contains(fan) ? "refused"
                    : save(new EntryKey(fan, campaign), Instant.parse(item.path("version").asText()), deletion, texts(item.at("/entry/marketIds"))) ? "applied" : "stale"));
        });
        return Json.write(Map.of("results", results));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private boolean save(EntryKey key, Instant version, boolean deletion, List<String> marketIds) {
        var known = entryService.get(key);
        boolean older = known != null && (known.version().isAfter(version) || known.version().equals(version) && known.deleted() && !deletion);
        if (!older) {
            entryService.put(key, new Kept(version, deletion, marketIds));
        }
        return !older;
    }

    @Override
    public Current read(Collection<EntryKey> keys) {
        var rows = new HashMap<EntryKey, Map<String, AttributeValue>>();
        keys.stream().filter(table::containsKey).filter(key -> !unreadable.contains(key)).forEach(key -> rows.put(key, table.get(key)));
        return new Current(rows, Set.copyOf(keys.stream().filter(unreadable::contains).toList()));
    }

    @Override
    public void unflag(EntryKey key, String version) {
        var row = table.get(key);
        if (row != null && EntryItem.dates(row).updated().equals(version)) {
            var cleared = new HashMap<>(row);
            cleared.put("needsReplication", AttributeValue.fromBool(false));
            write(key, row, cleared);
        }
    }

    /** Enqueues what is flagged, as the sweeper does. */
    void sweep() {
        flagged().forEach(key -> send(EntryChange.write(Change.Type.MODIFY, key, EntryItem.entry(table.get(key)))));
    }

    List<EntryKey> flagged() {
        return table.entrySet().stream().filter(row -> row.getValue().get("needsReplication").bool()).map(Map.Entry::getKey).toList();
    }

    /** Entries with version and markets, as the table has them. */
    Map<String, String> inTable() {
        var entries = new TreeMap<String, String>();
        table.forEach((key, row) -> entries.put(key.toString(), EntryItem.dates(row).updated() + " " + EntryItem.entry(row).fields().marketIds()));
        return entries;
    }

    /** Entries with version and markets, as the entry service has them. */
    Map<String, String> atEntryService() {
        var entries = new TreeMap<String, String>();
        entryService.forEach((key, kept) -> {
            if (!kept.deleted()) {
                entries.put(key.toString(), Dates.text(kept.version()) + " " + kept.marketIds());
            }
        });
        return entries;
    }

    double count(String outcome, String reason) {
        return meters.get("hub_replication_records").tags("outcome", outcome, "reason", reason).counter().count();
    }
}
