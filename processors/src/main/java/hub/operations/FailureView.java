package hub.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.failures.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** A failure as an operator reads it. */
final class FailureView {

    private FailureView() {
    }

    /** The row of a list. @param head the failure it waits behind, or null */
    static ObjectNode row(Failure failure, UUID head) {
        var json = Json.MAPPER.createObjectNode();
        json.put("id", failure.id().toString()).put("status", failure.status().name()).put("code", failure.code()).put("reason", failure.reason())
                .put("flow", failure.flow()).put("step", failure.step()).put("subscriber", failure.subscriber()).put("type", failure.type())
                .put("subject", failure.subject()).put("source", failure.source()).put("eventId", failure.eventId()).put("exception", failure.exception())
                .put("message", failure.message()).put("attempts", failure.attempts()).put("correlationId", failure.correlationId())
                .put("traceparent", failure.traceparent()).put("createdAt", failure.createdAt().toString());
        if (failure.nextAttemptAt() != null) {
            json.put("nextAttemptAt", failure.nextAttemptAt().toString());
        }
        if (head != null) {
            json.put("headId", head.toString());
        }
        return json;
    }

    /** Everything there is about one. @param behind how many wait behind it */
    static ObjectNode whole(Failure failure, UUID head, long behind) {
        var json = row(failure, head);
        json.set("headers", failure.headers());
        putPayload(json, failure.payload());
        json.set("history", failure.history());
        return json.put("behind", behind);
    }

    /** Changes whenever the failure does. */
    static String etag(Failure failure) {
        var at = failure.updatedAt();
        return "\"%x-%d\"".formatted(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000, failure.attempts());
    }

    /** Text as it is; anything else as base64, which {@code payloadEncoding} says. */
    private static void putPayload(ObjectNode json, byte[] payload) {
        try {
            json.put("payload", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString()).put("payloadEncoding", "text");
        } catch (CharacterCodingException e) {
            json.put("payload", Base64.getEncoder().encodeToString(payload)).put("payloadEncoding", "base64");
        }
    }
}
