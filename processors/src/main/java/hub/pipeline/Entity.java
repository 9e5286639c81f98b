package hub.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A formatted entity on its way to the queue of its type.
 *
 * @param messageId  of its message on {@code dataQueue}
 * @param recordId   the same, unless the message is an old one that was sent there again; a repetition is recognised by it from here on
 * @param body       the entity as JSON, with {@code recordId}
 * @param attributes {@code recordId}, {@code type}, {@code traceparent}, {@code correlationid}
 * @param size       bytes as Amazon counts them: the body, and of each attribute its name, data type and value
 */
public record Entity(String messageId, String recordId, EntityType type, String body, Map<String, String> attributes, int size) {

    private static final int DATA_TYPE = "String".length();

    Entity(String messageId, String recordId, EntityType type, String body, Map<String, String> attributes) {
        this(messageId, recordId, type, body, attributes, size(body, attributes));
    }

    private static int size(String body, Map<String, String> attributes) {
        return bytes(body) + attributes.entrySet().stream().mapToInt(attribute -> bytes(attribute.getKey()) + DATA_TYPE + bytes(attribute.getValue())).sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Without the body, which may be personal. */
    @Override
    public String toString() {
        return type + " " + recordId;
    }
}
