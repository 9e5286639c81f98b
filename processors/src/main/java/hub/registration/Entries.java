package hub.registration;

import hub.events.Sends;
import hub.events.Unavailable;
import hub.registration.EntryResult.Changed;
import hub.registration.EntryResult.Entered;
import hub.registration.OwnEntry.Found;
import hub.registration.OwnEntry.NoEntry;
import hub.registration.Refusal.NotEligible;
import hub.registration.Refusal.UnknownCampaign;
import hub.registration.WithdrawalResult.Withdrawn;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * The entries of fans in the demand table (presale registration, use case 1, step 8). A write holds only where the row is still as it was read; one that
 * lost the race reads again. The table is all that is written: its stream tells everybody else.
 */
public final class Entries {

    /**
     * Where and how.
     *
     * @param attempts how often a write that lost the race is tried in all
     * @param patience how long a write waits for another one of this hub to the same fan
     */
    public record Table(DynamoDbClient client, String name, int attempts, Duration patience) { }

    private static final String VERSION_IS = "#date.#updated = :version";
    private static final Map<String, String> VERSION_NAMES = Map.of("#date", "date", "#updated", "updated");
    private static final String NO_ROW = "attribute_not_exists(PK)";
    private static final Set<String> LOST_RACE = Set.of("ConditionalCheckFailed", "TransactionConflict");
    private static final int LANES = 256;
    private final Table table;
    private final Clock clock;
    /** Writes of one fan queue up here, or fifty at once would fail one another at the table, which every one of them is charged for. */
    private final List<ReentrantLock> lanes = IntStream.range(0, LANES).mapToObj(lane -> new ReentrantLock(true)).toList();

    Entries(Table table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The key of the row that holds the fan's entry. */
    public Map<String, AttributeValue> key(Application own) {
        return EntryItem.key(own.globalUserId(), own.campaignId());
    }

    /** The entry in a row that was read; an empty one is none. */
    public OwnEntry found(Map<String, AttributeValue> row) {
        return row == null || row.isEmpty() ? new NoEntry() : new Found(EntryItem.entry(row));
    }

    /** Lets the fan in where there is an entry in the linked campaign now (scenario 2, fan B). */
    public void findLinkedEntry(Examination examination) {
        var linked = examination.campaign().linkedCampaign();
        var row = table.client().getItem(get -> get.tableName(table.name()).key(EntryItem.key(examination.application().globalUserId(), linked)).consistentRead(true)
                .projectionExpression("PK"));
        if (row.hasItem() && !row.item().isEmpty()) {
            examination.letInBy(linked);
        }
    }

    /** Writes the entry that the checks have accepted. @throws Unavailable others of the fan's writes came first, again and again */
    @Sends("table:{{registration.table}}")
    public EntryResult write(Examination accepted) {
        var application = accepted.application();
        return inTurn(application, () -> {
            var known = rows(application);
            return known.row().isEmpty() ? enter(accepted, EntryItem.version(known.last())) : change(accepted, known.row());
        });
    }

    /** Deletes the entry and keeps its version, so that a later entry of the fan is newer. @throws Unavailable as {@link #write} */
    @Sends("table:{{registration.table}}")
    public WithdrawalResult withdraw(Examination open) {
        var application = open.application();
        return inTurn(application, () -> {
            var row = rows(application).row();
            return row.isEmpty() ? new NoEntry() : delete(application, EntryItem.dates(row).updated());
        });
    }

    /** What an entry that was refused comes to. */
    public EntryResult notEntered(Examination refused) {
        return refused.refusal() instanceof NotEligible no ? no : new UnknownCampaign();
    }

    /** What a withdrawal that was refused comes to. */
    public WithdrawalResult notWithdrawn(Examination refused) {
        return refused.refusal() instanceof NotEligible no ? no : new UnknownCampaign();
    }

    /** What is there of the fan and the campaign; an empty row is none. */
    private record Rows(Map<String, AttributeValue> row, Map<String, AttributeValue> last) { }

    private Rows rows(Application application) {
        var key = key(application);
        var lastKey = EntryItem.lastKey(application.globalUserId(), application.campaignId());
        var both = KeysAndAttributes.builder().keys(key, lastKey).consistentRead(true).build();
        var answer = table.client().batchGetItem(get -> get.requestItems(Map.of(table.name(), both)));
        if (answer.hasUnprocessedKeys() && !answer.unprocessedKeys().isEmpty()) {
            throw new Unavailable("the demand table has too much to do", null);
        }
        var items = answer.responses().getOrDefault(table.name(), List.of());
        return new Rows(row(key, items), row(lastKey, items));
    }

    private static Map<String, AttributeValue> row(Map<String, AttributeValue> key, List<Map<String, AttributeValue>> items) {
        return items.stream().filter(item -> item.entrySet().containsAll(key.entrySet())).findFirst().orElse(Map.of());
    }

    /** Only while there is no row, and no entry came and went since the last version was read: with an entry, two rows decide. */
    private EntryResult enter(Examination accepted, String lastVersion) {
        var application = accepted.application();
        var changes = EntryItem.changes(accepted, Dates.first(lastVersion, clock.instant()));
        var put = new HashMap<>(key(application));
        changes.forEach((name, value) -> {
            if (value != null) {
                put.put(name, value);
            }
        });
        table.client().transactWriteItems(write -> write.transactItems(
                TransactWriteItem.builder().put(item -> item.tableName(table.name()).item(put).conditionExpression(NO_ROW)).build(),
                TransactWriteItem.builder().conditionCheck(check -> {
                    check.tableName(table.name()).key(EntryItem.lastKey(application.globalUserId(), application.campaignId()));
                    if (lastVersion == null) {
                        check.conditionExpression(NO_ROW);
                    } else {
                        check.conditionExpression(VERSION_IS).expressionAttributeNames(VERSION_NAMES).expressionAttributeValues(version(lastVersion));
                    }
                }).build()));
        return new Entered(EntryItem.entry(put));
    }

    /** Sets what is the fan's and leaves the rest of the row, which others write meanwhile: verdict and code. */
    private EntryResult change(Examination accepted, Map<String, AttributeValue> row) {
        var before = EntryItem.dates(row);
        var set = new ArrayList<String>();
        var remove = new ArrayList<String>();
        var names = new HashMap<>(VERSION_NAMES);
        var values = new HashMap<>(version(before.updated()));
        EntryItem.changes(accepted, before.changed(clock.instant())).forEach((name, value) -> {
            names.put("#" + name, name);
            if (value == null) {
                remove.add("#" + name);
            } else {
                set.add("#" + name + " = :" + name);
                values.put(":" + name, value);
            }
        });
        var update = "SET " + String.join(", ", set) + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove));
        var after = table.client().updateItem(item -> item.tableName(table.name()).key(key(accepted.application())).updateExpression(update).conditionExpression(VERSION_IS)
                .expressionAttributeNames(names).expressionAttributeValues(values).returnValues(ReturnValue.ALL_NEW));
        return new Changed(EntryItem.entry(after.attributes()));
    }

    private WithdrawalResult delete(Application application, String version) {
        table.client().transactWriteItems(write -> write.transactItems(
                TransactWriteItem.builder().delete(item -> item.tableName(table.name()).key(key(application)).conditionExpression(VERSION_IS)
                        .expressionAttributeNames(VERSION_NAMES).expressionAttributeValues(version(version))).build(),
                TransactWriteItem.builder().put(item -> item.tableName(table.name())
                        .item(EntryItem.last(application.globalUserId(), application.campaignId(), version))).build()));
        return new Withdrawn();
    }

    private static Map<String, AttributeValue> version(String version) {
        return Map.of(":version", AttributeValue.fromS(version));
    }

    private <T> T inTurn(Application application, Supplier<T> readAndWrite) {
        var lane = lanes.get(Math.floorMod(key(application).hashCode(), LANES));
        try {
            if (!lane.tryLock(table.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("other writes of the fan take too long", null);
            }
            try {
                return untilWon(readAndWrite);
            } finally {
                lane.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while an entry was written", e);
        }
    }

    private <T> T untilWon(Supplier<T> readAndWrite) throws InterruptedException {
        RuntimeException lost = null;
        for (int attempt = 1; attempt <= table.attempts(); attempt++) {
            try {
                return readAndWrite.get();
            } catch (ConditionalCheckFailedException | TransactionConflictException e) {
                lost = e;
            } catch (TransactionCanceledException e) {
                if (e.cancellationReasons().stream().map(CancellationReason::code).noneMatch(LOST_RACE::contains)) {
                    throw e;
                }
                lost = e;
            }
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(1, 5L * attempt + 1));
        }
        throw new Unavailable("an entry was changed by others again and again", lost);
    }
}
