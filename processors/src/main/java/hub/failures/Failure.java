package hub.failures;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A row of the failure store. Fields as in {@link NewFailure}.
 *
 * @param frame where in the hub's own code it failed, or null
 * @param group names the failures of its kind: one route, code, exception class and frame
 */
public record Failure(UUID id, Status status, String code, String reason, String flow, String step, String subscriber, String type, String subject,
                      String source, String eventId, Long position, String exception, String message, int attempts, int retries, String correlationId,
                      String traceparent, JsonNode headers, byte[] payload, JsonNode history, Instant createdAt, Instant updatedAt, Instant nextAttemptAt,
                      byte[] recordKey, String frame, String group) {

    /** The headers, in their order, as text. */
    public Map<String, String> headerTexts() {
        var texts = new LinkedHashMap<String, String>();
        headers.properties().forEach(header -> texts.put(header.getKey(), header.getValue().asText()));
        return texts;
    }

    /** How a failure stands. */
    public enum Status {
        /** An automatic retry is due. */
        WAITING,
        /** An operator's turn. */
        HELD,
        /** Behind the head of its lane. */
        BLOCKED,
        /** Leased: a call to a partner is on its way. */
        RETRYING,
        RESOLVED, REJECTED, DISCARDED;

        public boolean isOpen() {
            return ordinal() <= RETRYING.ordinal();
        }
    }
}
