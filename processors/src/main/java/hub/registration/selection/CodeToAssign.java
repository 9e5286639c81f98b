package hub.registration.selection;

import hub.events.Causation;
import hub.events.Json;
import hub.queues.Letter;
import hub.queues.QueueMessage;
import hub.registration.Malformed;
import hub.registration.MessageText;
import hub.registration.PathSegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A code that is somebody's, of which the code service is to know (presale registration, use case 2, steps 13 and 14). */
record CodeToAssign(String campaignId, String marketId, String code) {

    private static final String QUEUE = "assignedCodesQueue";

    static CodeToAssign of(Selected winner) {
        return new CodeToAssign(winner.campaignId(), winner.marketId(), winner.code());
    }

    Letter letter(String origin, Causation why) {
        return new Letter(origin, QUEUE, Json.write(Map.of("campaignId", campaignId, "marketId", marketId, "code", code)), Letter.attributes(key(), why));
    }

    static CodeToAssign read(QueueMessage message) throws Malformed {
        var text = MessageText.json(message.body());
        return new CodeToAssign(MessageText.required(text, "campaignId"), MessageText.required(text, "marketId"), MessageText.required(text, "code"));
    }

    /** What telling of it is known by, whoever tells and however often. */
    String key() {
        return UUID.nameUUIDFromBytes(Json.write(List.of(campaignId, marketId, code)).getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Below the code service's base address. */
    String path() {
        return PathSegment.of(campaignId) + "/assign";
    }

    /** As the code service reads it. */
    String body() {
        return Json.write(Map.of("marketId", marketId, "code", code));
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "code of " + campaignId + " " + marketId;
    }
}
