package hub.registration;

import hub.streams.Change;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which entry: there is at most one of a fan in a campaign. */
public record EntryKey(String globalUserId, String campaignId) {

    private static final Pattern FAN = Pattern.compile("fan:(.+)", Pattern.DOTALL);
    /** Exactly this: {@code asu#{campaignId}#last} and the like are no entries. */
    private static final Pattern ENTRY = Pattern.compile("asu#([^#]+)", Pattern.DOTALL);

    /** Whether a changed row is an entry's, as its sort key says. */
    public static boolean isOfEntry(Change change) {
        return ENTRY.matcher(text(change.keys(), "SK")).matches();
    }

    /** The entry of a row. @throws IllegalArgumentException it is no entry's */
    public static EntryKey of(Map<String, AttributeValue> row) {
        var fan = FAN.matcher(text(row, "PK"));
        var entry = ENTRY.matcher(text(row, "SK"));
        if (!fan.matches() || !entry.matches()) {
            throw new IllegalArgumentException("the key is no entry's");
        }
        return new EntryKey(fan.group(1), entry.group(1));
    }

    /** The key of its row in the demand table. */
    public Map<String, AttributeValue> row() {
        return EntryItem.key(globalUserId, campaignId);
    }

    private static String text(Map<String, AttributeValue> row, String name) {
        return row.containsKey(name) && row.get(name).s() != null ? row.get(name).s() : "";
    }
}
