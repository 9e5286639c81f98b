package hub.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Json;
import hub.queues.Letter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** What goes to the data pipeline (presale registration, use case 5, step 1). */
final class DataQueue {

    private static final String QUEUE = "dataQueue";

    private DataQueue() {
    }

    static ObjectNode entity(String type, ObjectNode data) {
        var entity = Json.MAPPER.createObjectNode().put("type", type);
        entity.set("data", data);
        return entity;
    }

    /** An id made of what an entity is and why it is sent, so that a repetition is known as one. */
    static String recordId(Object... parts) {
        return UUID.nameUUIDFromBytes(Json.write(List.of(parts)).getBytes(StandardCharsets.UTF_8)).toString();
    }

    static Letter letter(String origin, String recordId, ObjectNode entity, Causation why) {
        return new Letter(origin, QUEUE, Json.write(entity), Letter.attributes(recordId, why));
    }
}
