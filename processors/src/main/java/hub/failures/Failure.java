package hub.failures;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/** A row of the failure store. Fields as in {@link NewFailure}. */
public record Failure(UUID id, Status status, String code, String reason, String flow, String step, String subscriber, String type, String subject,
                      String source, String eventId, Long position, String exception, String message, int attempts, int retries, String correlationId,
                      String traceparent, JsonNode headers, byte[] payload, JsonNode history, Instant createdAt, Instant updatedAt, Instant nextAttemptAt,
                      byte[] recordKey) {

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
