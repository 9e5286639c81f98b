package hub.registration.reminders;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A fan's reminder of a presale: a row of the demand table, {@code PK=fan:{globalUserId}}, {@code SK=asu#{campaignId}-{marketId}#reminder}. Its text form says nothing personal. */
public record Reminder(String campaignId, String marketId, String globalUserId, String message, String phoneNumber, String locale, String code) {

    Map<String, AttributeValue> row() {
        return Map.of("PK", text("fan:" + globalUserId), "SK", text("asu#" + campaignId + "-" + marketId + "#reminder"), "message", text(message), "phoneNumber", text(phoneNumber),
                "locale", text(locale), "marketId", text(marketId), "code", text(code));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    @Override
    public String toString() {
        return "reminder of " + globalUserId + " for market " + marketId + " of campaign " + campaignId;
    }
}
