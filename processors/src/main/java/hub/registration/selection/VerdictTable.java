package hub.registration.selection;

import hub.events.Causation;
import hub.registration.EntryKey;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Verdicts in the demand table. Throws what the client throws. */
final class VerdictTable implements VerdictRows {

    private static final String WIN = "set verdict = :verdict, code = :code, trace = :trace";
    private static final String LOSE = "set verdict = :verdict";
    private static final String THERE = "attribute_exists(PK)";
    private static final String NOT_WON = THERE + " and (attribute_not_exists(verdict) or verdict = :verdict)";

    private final DynamoDbClient client;
    private final String table;

    VerdictTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean write(Selected selected, Causation why) {
        var values = new HashMap<>(Map.of(":verdict", AttributeValue.fromBool(selected.hasWon())));
        if (selected.hasWon()) {
            values.put(":code", map("code", selected.code(), "marketId", selected.marketId()));
            values.put(":trace", map("correlationid", why.correlationId(), "traceparent", why.traceparent()));
        }
        try {
            client.updateItem(update -> update.tableName(table).key(new EntryKey(selected.globalUserId(), selected.campaignId()).row())
                    .updateExpression(selected.hasWon() ? WIN : LOSE).conditionExpression(selected.hasWon() ? THERE : NOT_WON).expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException noEntryOrWon) {
            return !selected.hasWon();
        }
    }

    private static AttributeValue map(String name, String value, String otherName, String otherValue) {
        return AttributeValue.fromM(Map.of(name, AttributeValue.fromS(value), otherName, AttributeValue.fromS(otherValue)));
    }
}
