package hub.registration.selection;

import hub.events.Causation;
import hub.events.Json;
import hub.queues.Letter;
import hub.queues.QueueMessage;
import hub.registration.Malformed;
import hub.registration.MessageText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.UUID;

/**
 * What was decided of a fan in a market, as it travels on {@code saveSelectionQueue} (presale registration, use case 2, step 7).
 *
 * @param code null: the fan did not win
 */
record Selected(UUID selectionId, String campaignId, String marketId, String globalUserId, String code) {

    private static final String QUEUE = "saveSelectionQueue";
    private static final String CAMPAIGN = "campaignId";
    private static final String SELECTION = "selectionId";

    boolean hasWon() {
        return code != null;
    }

    /** A message, which is known by selection and fan when it is sent again. */
    Letter letter(Causation why) {
        var text = new LinkedHashMap<String, Object>();
        text.put("globalUserId", globalUserId);
        text.put("marketId", marketId);
        if (hasWon()) {
            text.put("code", code);
        }
        var recordId = UUID.nameUUIDFromBytes((selectionId + "/" + globalUserId).getBytes(StandardCharsets.UTF_8)).toString();
        var attributes = new HashMap<>(Letter.attributes(recordId, why));
        attributes.put(CAMPAIGN, campaignId);
        attributes.put(SELECTION, selectionId.toString());
        return new Letter(globalUserId, QUEUE, Json.write(text), attributes);
    }

    static Selected read(QueueMessage message) throws Malformed {
        var text = MessageText.json(message.body());
        var campaignId = message.attributes().get(CAMPAIGN);
        if (campaignId == null || campaignId.isBlank() || campaignId.indexOf('#') >= 0) {
            throw new Malformed("attribute campaignId is missing, or is none");
        }
        return new Selected(selection(message.attributes().get(SELECTION)), campaignId, MessageText.required(text, "marketId"), MessageText.required(text, "globalUserId"),
                text.has("code") ? MessageText.required(text, "code") : null);
    }

    static UUID selection(String id) throws Malformed {
        try {
            return UUID.fromString(id == null ? "" : id);
        } catch (IllegalArgumentException e) {
            throw new Malformed("selectionId is no UUID");
        }
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "verdict " + hasWon() + " for " + globalUserId + " in " + campaignId + " " + marketId;
    }
}
