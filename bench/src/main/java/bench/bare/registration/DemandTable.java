package bench.bare.registration;

import bench.bare.registration.Judge.Decision;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Entries in a table of this program's own, keyed and written as the hub does: on condition that the row is as it was read. */
public final class DemandTable {

    public static final String NAME = "bare-demand-table";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int ATTEMPTS = 20;
    private static final int MOST_KEYS = 100;
    private static final String NO_ROW = "attribute_not_exists(PK)";
    private static final String VERSION_IS = "#date.#updated = :version";
    private static final String WIN = "SET verdict = :verdict, code = :code, trace = :trace";
    private static final String LOSE = "SET verdict = :verdict";
    private static final String THERE = "attribute_exists(PK)";
    private static final String NOT_WON = THERE + " AND (attribute_not_exists(verdict) OR verdict = :verdict)";
    private static final Map<String, String> NAMES = Map.of("#date", "date", "#updated", "updated");
    private final DynamoDbClient client;

    public DemandTable(DynamoDbClient client) {
        this.client = client;
    }

    public void createAbsent() {
        try {
            client.createTable(table -> table.tableName(NAME).billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(KeySchemaElement.builder().attributeName("PK").keyType(KeyType.HASH).build(), KeySchemaElement.builder().attributeName("SK").keyType(KeyType.RANGE).build())
                    .attributeDefinitions(AttributeDefinition.builder().attributeName("PK").attributeType(ScalarAttributeType.S).build(),
                            AttributeDefinition.builder().attributeName("SK").attributeType(ScalarAttributeType.S).build())
                    .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        } catch (ResourceInUseException isThere) {
            // made by an earlier start
        }
    }

    /** The row of an entry; null where there is none. */
    Map<String, AttributeValue> find(String fan, String campaign) {
        return read(List.of(Rows.key(fan, campaign))).get(Rows.key(fan, campaign));
    }

    /** The rows that are there, by key. @throws IllegalStateException the table did not get to all of them */
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(Collection<Map<String, AttributeValue>> keys) {
        var all = List.copyOf(keys);
        var rows = new HashMap<Map<String, AttributeValue>, Map<String, AttributeValue>>();
        for (int from = 0; from < all.size(); from += MOST_KEYS) {
            var asked = KeysAndAttributes.builder().keys(all.subList(from, Math.min(all.size(), from + MOST_KEYS))).consistentRead(true).build();
            var answer = client.batchGetItem(get -> get.requestItems(Map.of(NAME, asked)));
            if (!answer.unprocessedKeys().isEmpty()) {
                throw new IllegalStateException("the table has too much to do");
            }
            answer.responses().get(NAME).forEach(row -> rows.put(Map.of("PK", row.get("PK"), "SK", row.get("SK")), row));
        }
        return rows;
    }

    /** What was written. @param isNew the fan had no entry */
    record Written(ObjectNode entry, boolean isNew) { }

    /** Writes the entry that was decided on, again where another write came first. */
    Written write(String fan, String campaign, Decision accepted, ObjectNode trace) {
        return untilWon(() -> writeOnce(fan, campaign, accepted, trace));
    }

    /** Deletes the entry and keeps its version, likewise. @return false where there is none */
    boolean withdraw(String fan, String campaign, ObjectNode trace) {
        return untilWon(() -> withdrawOnce(fan, campaign, trace));
    }

    private static <T> T untilWon(Supplier<T> readAndWrite) {
        for (int attempt = 1; ; attempt++) {
            try {
                return readAndWrite.get();
            } catch (ConditionalCheckFailedException | TransactionCanceledException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Written writeOnce(String fan, String campaign, Decision accepted, ObjectNode trace) {
        var key = Rows.key(fan, campaign);
        var lastKey = Rows.key(fan, campaign + "#last");
        var rows = read(List.of(key, lastKey));
        var before = rows.get(key);
        var last = rows.containsKey(lastKey) ? Rows.version(rows.get(lastKey)) : null;
        var version = versionAfter(before == null ? last : Rows.version(before));
        var item = accepted.entry().deepCopy().put("globalUserId", fan).put("campaignId", campaign).put("needsReplication", true);
        item.set("trace", trace);
        item.putObject("date").put("created", before == null ? version : Rows.date(before, "created")).put("updated", version).put("fanModified", version);
        if (accepted.linkedFrom() != null) {
            item.put("linkedFrom", accepted.linkedFrom());
        }
        return before == null ? enter(key, lastKey, last, item) : change(key, before, item);
    }

    private boolean withdrawOnce(String fan, String campaign, ObjectNode trace) {
        var row = find(fan, campaign);
        if (row == null) {
            return false;
        }
        var version = Rows.version(row);
        var last = Json.MAPPER.createObjectNode();
        last.set("trace", trace);
        last.putObject("date").put("updated", version);
        var lastRow = Rows.row(last);
        lastRow.putAll(Rows.key(fan, campaign + "#last"));
        client.transactWriteItems(write -> write.transactItems(
                TransactWriteItem.builder().delete(item -> item.tableName(NAME).key(Rows.key(fan, campaign)).conditionExpression(VERSION_IS).expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(":version", AttributeValue.fromS(version)))).build(),
                TransactWriteItem.builder().put(item -> item.tableName(NAME).item(lastRow)).build()));
        return true;
    }

    private Written enter(Map<String, AttributeValue> key, Map<String, AttributeValue> lastKey, String last, ObjectNode item) {
        var row = Rows.row(item);
        row.putAll(key);
        client.transactWriteItems(write -> write.transactItems(TransactWriteItem.builder().put(put -> put.tableName(NAME).item(row).conditionExpression(NO_ROW)).build(),
                TransactWriteItem.builder().conditionCheck(check -> {
                    check.tableName(NAME).key(lastKey);
                    if (last == null) {
                        check.conditionExpression(NO_ROW);
                    } else {
                        check.conditionExpression(VERSION_IS).expressionAttributeNames(NAMES).expressionAttributeValues(Map.of(":version", AttributeValue.fromS(last)));
                    }
                }).build()));
        return new Written(Rows.entry(row), true);
    }

    private Written change(Map<String, AttributeValue> key, Map<String, AttributeValue> before, ObjectNode item) {
        var names = new HashMap<>(NAMES);
        var values = new HashMap<String, AttributeValue>();
        values.put(":version", before.get("date").m().get("updated"));
        var set = new ArrayList<String>();
        Rows.row(item).forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
            set.add("#" + name + " = :" + name);
        });
        var remove = before.keySet().stream().filter(name -> !item.has(name) && !key.containsKey(name) && !name.equals("verdict") && !name.equals("code")).toList();
        remove.forEach(name -> names.put("#" + name, name));
        var update = "SET " + String.join(", ", set) + (remove.isEmpty() ? "" : " REMOVE #" + String.join(", #", remove));
        var after = client.updateItem(row -> row.tableName(NAME).key(key).updateExpression(update).conditionExpression(VERSION_IS)
                .expressionAttributeNames(names).expressionAttributeValues(values).returnValues(ReturnValue.ALL_NEW)).attributes();
        return new Written(Rows.entry(after), false);
    }

    private static String versionAfter(String last) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var next = last == null ? now : Instant.parse(last).plusMillis(1);
        return TIME.format(next.isAfter(now) ? next : now);
    }

    /** Clears the flag of a row that still has the version. */
    void unflag(Map<String, AttributeValue> key, String version) {
        try {
            client.updateItem(row -> row.tableName(NAME).key(key).updateExpression("SET needsReplication = :done").conditionExpression(VERSION_IS).expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(":done", AttributeValue.fromBool(false), ":version", AttributeValue.fromS(version))));
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            // its own message clears it
        }
    }

    /** Writes a verdict to an entry, where there is one; who has won does not lose any more. @param code null: the fan lost @return false: a winner has no entry */
    boolean judge(String fan, String campaign, String market, String code, ObjectNode trace) {
        var values = new HashMap<>(Map.of(":verdict", AttributeValue.fromBool(code != null)));
        if (code != null) {
            values.put(":code", Rows.value(Json.MAPPER.createObjectNode().put("code", code).put("marketId", market)));
            values.put(":trace", Rows.value(trace));
        }
        try {
            client.updateItem(row -> row.tableName(NAME).key(Rows.key(fan, campaign)).updateExpression(code == null ? LOSE : WIN).conditionExpression(code == null ? NOT_WON : THERE)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException noEntryOrWon) {
            return code == null;
        }
    }

    /** What a request leaves in its row. */
    static ObjectNode trace(String correlationId, String traceparent) {
        return Json.MAPPER.createObjectNode().put("correlationid", correlationId).put("traceparent", traceparent);
    }
}
