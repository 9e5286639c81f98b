package hub.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;

/** What a message of a queue says, as JSON. */
public final class MessageText {

    private MessageText() {
    }

    /** @throws Malformed it is no JSON object */
    public static JsonNode json(String text) throws Malformed {
        try {
            var json = Json.MAPPER.readTree(text);
            if (!json.isObject()) {
                throw new Malformed("the message is no JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new Malformed("the message is not JSON");
        }
    }

    /** A field that says something. @throws Malformed it does not */
    public static String required(JsonNode message, String field) throws Malformed {
        var value = message.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new Malformed(field + " is missing");
        }
        return value.textValue();
    }
}
