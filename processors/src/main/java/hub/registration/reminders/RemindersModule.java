package hub.registration.reminders;

import hub.events.Backoff;
import hub.events.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Builds the beans of reminders, named as the routes name them.
 *
 * @param mongo   where campaigns and scoring records are
 * @param table   name of the demand table
 * @param rate    reminders an hour
 * @param regions of phone numbers that are reminded (ISO 3166-1); empty: all of the country code 1
 * @param again   before what the demand table did not get to is written again
 */
public record RemindersModule(MongoServer mongo, Transactions transactions, DynamoDbClient dynamodb, String table, ReminderTexts texts, Rate rate, Set<String> regions, Backoff again,
                              MeterRegistry meters) {

    /** The beans by name. */
    public Map<String, Object> beans() {
        var counts = new ReminderCounts(meters);
        var documents = new ReminderDocuments(mongo);
        return Map.of("send-planning", new SendPlanning(documents, rate, counts), "market-polling", new MarketPolling(documents, counts),
                "notifications", new Notifications(documents, new ReminderTable(dynamodb, table, again), texts, Generation.regions(regions), counts),
                "email-reminders", new EmailReminders(documents, counts), "reminder-changes", new ReminderChanges(), "sms-delivery", new SmsDelivery(transactions, rate, counts));
    }
}
