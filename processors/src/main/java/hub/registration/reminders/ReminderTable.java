package hub.registration.reminders;

import hub.events.Backoff;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The rows of reminders in the demand table. */
final class ReminderTable {

    private static final Logger LOG = LoggerFactory.getLogger(ReminderTable.class);
    /** The first request for a batch and so many more for what the table did not get to. */
    private static final int MORE = 4;
    private final DynamoDbClient client;
    private final String table;
    private final Backoff backoff;

    /** @param backoff before what the table did not get to is written again */
    ReminderTable(DynamoDbClient client, String table, Backoff backoff) {
        this.client = client;
        this.table = table;
        this.backoff = backoff;
    }

    /** Writes at most 25 reminders of different fans. @return how many could not be written */
    int write(List<Reminder> batch) {
        var left = batch.stream().map(reminder -> WriteRequest.builder().putRequest(put -> put.item(reminder.row())).build()).toList();
        try {
            for (int again = 0; ; again++) {
                var asked = left;
                left = client.batchWriteItem(write -> write.requestItems(Map.of(table, asked))).unprocessedItems().getOrDefault(table, List.of());
                if (left.isEmpty() || again == MORE) {
                    return left.size();
                }
                TimeUnit.NANOSECONDS.sleep(backoff.after(again + 1).toNanos());
            }
        } catch (SdkException e) {
            LOG.warn("{} reminders could not be written: {}", left.size(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return left.size();
    }
}
