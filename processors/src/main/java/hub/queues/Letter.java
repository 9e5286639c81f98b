package hub.queues;

import hub.events.Causation;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message that is to be sent.
 *
 * @param origin     what it is sent because of, as the id of a message that is being worked on; several letters may have the same one
 * @param queue      where to
 * @param body       its text
 * @param attributes by name, at most ten
 * @param size       bytes as Amazon counts them: the body, and of each attribute its name, data type and value
 */
public record Letter(String origin, String queue, String body, Map<String, String> attributes, int size) {

    /** Most bytes of a message, and of all messages of a request. */
    public static final int MOST_BYTES = 256 * 1024;
    private static final int DATA_TYPE = "String".length();

    public Letter(String origin, String queue, String body, Map<String, String> attributes) {
        this(origin, queue, body, attributes, size(body, attributes));
    }

    /** The attributes of every letter: what repetitions of it are known by, and why it is sent. */
    public static Map<String, String> attributes(String recordId, Causation why) {
        return Map.of("recordId", recordId, "correlationid", why.correlationId(), "traceparent", why.traceparent());
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
        return "letter to " + queue + " because of " + origin;
    }
}
