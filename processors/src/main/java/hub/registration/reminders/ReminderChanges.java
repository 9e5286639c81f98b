package hub.registration.reminders;

import hub.events.Causation;
import hub.events.Json;
import hub.events.Sends;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.streams.Change;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What of the demand table's stream is a new reminder, and goes out as a text message. One that is written once more is not new. */
public final class ReminderChanges {

    private static final String QUEUE = "smsQueue";
    private static final Pattern FAN = Pattern.compile("fan:(.+)", Pattern.DOTALL);
    private static final Pattern REMINDER = Pattern.compile("asu#(.+)#reminder", Pattern.DOTALL);

    /** A message for each reminder that was inserted, known by the reminder's key whatever is repeated. */
    @Sends("queue:smsQueue")
    public Mailing toSend(List<Change> batch) {
        return new Mailing(batch.stream().filter(ReminderChanges::isNewReminder).map(ReminderChanges::letter).toList());
    }

    private static boolean isNewReminder(Change change) {
        return change.type() == Change.Type.INSERT && FAN.matcher(text(change.keys(), "PK")).matches() && REMINDER.matcher(text(change.keys(), "SK")).matches();
    }

    private static Letter letter(Change change) {
        var sms = sms(change.newImage());
        var recordId = UUID.nameUUIDFromBytes(sms.idempotencyKey().getBytes(StandardCharsets.UTF_8)).toString();
        return new Letter(change.eventId(), QUEUE, Json.write(sms), Letter.attributes(recordId, Causation.continuing(null, recordId, null)));
    }

    /** The market's id ends what stands between the marks of the sort key, whatever characters it has. */
    private static Sms sms(Map<String, AttributeValue> row) {
        var fan = FAN.matcher(text(row, "PK"));
        var reminder = REMINDER.matcher(text(row, "SK"));
        var marketId = text(row, "marketId");
        if (!fan.matches() || !reminder.matches()) {
            throw new IllegalArgumentException("the row is no reminder");
        }
        var campaignAndMarket = reminder.group(1);
        var campaignId = campaignAndMarket.endsWith("-" + marketId) ? campaignAndMarket.substring(0, campaignAndMarket.length() - marketId.length() - 1) : campaignAndMarket;
        return new Sms(campaignId, marketId, fan.group(1), text(row, "phoneNumber"), text(row, "message"), text(row, "locale"));
    }

    private static String text(Map<String, AttributeValue> row, String name) {
        return row.containsKey(name) && row.get(name).s() != null ? row.get(name).s() : "";
    }
}
