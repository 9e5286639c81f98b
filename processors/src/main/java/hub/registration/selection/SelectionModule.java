package hub.registration.selection;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Backoff;
import hub.events.Transactions;
import hub.registration.Campaigns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Builds the beans of the selection of winners, named as the routes name them.
 *
 * @param table      name of the demand table
 * @param rejections where scoring records without a fan end
 * @param lease      who works on a selection and takes no step for so long is taken over from
 * @param stands     verdicts of which none came for so long are looked after
 * @param concurrency selections worked on at once
 * @param messages   most messages about verdicts written at once
 * @param again      before a step is tried again
 * @param calls      before a call to the entry service is made again
 * @param deliveries after so many a message that still fails is held
 * @param backlog    how many messages about verdicts wait
 */
public record SelectionModule(Transactions transactions, DynamoDbClient dynamodb, String table, Campaigns campaigns, Notified notified, Rejections rejections, Duration lease, Duration stands,
                              int concurrency, int messages, Backoff again, Backoff calls, int deliveries, LongSupplier backlog, MeterRegistry meters) {

    /** Where scoring records without a fan end; called in the transaction that takes their page in. */
    public interface Rejections {

        /** @param records as they came */
        void write(Selection selection, List<JsonNode> records);
    }

    /** The beans by name. */
    public Map<String, Object> beans() {
        var counts = new SelectionCounts(meters);
        var rows = new SelectionRows(transactions, new SelectionRows.Pace(lease, stands), rejections);
        return Map.of("selections", new Selections(rows, new Selections.Work(concurrency, messages, again, backlog), UUID::randomUUID, counts),
                "selections-to-save", new SelectionsToSave(new VerdictTable(dynamodb, table), calls, deliveries, counts), "verdict-reports", new VerdictReports(rows),
                "assigned-codes", new AssignedCodes(transactions), "manager-stats", new ManagerStats(campaigns, notified));
    }
}
