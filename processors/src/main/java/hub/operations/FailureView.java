package hub.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.failures.Edit;
import hub.failures.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
        json.put("frame", failure.frame()).put("group", failure.group());
        json.set("headers", failure.headers());
        putPayload(json, "payload", failure.payload());
        json.set("history", failure.history());
        return json.put("behind", behind);
    }

    /** Changes whenever the failure does. */
    static String etag(Failure failure) {
        var at = failure.updatedAt();
        return "\"%x-%d\"".formatted(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000, failure.attempts());
    }

    /** Text as it is; anything else as base64, which {@code payloadEncoding} says. */
    private static void putPayload(ObjectNode json, String name, byte[] payload) {
        try {
            json.put(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString()).put(name + "Encoding", "text");
        } catch (CharacterCodingException e) {
            json.put(name, Base64.getEncoder().encodeToString(payload)).put(name + "Encoding", "base64");
        }
    }

    /** The first of those that wait behind it. */
    static void putBlocked(ObjectNode json, List<Failure> blocked) {
        var items = json.putArray("blocked");
        blocked.forEach(one -> items.addObject().put("id", one.id().toString()).put("status", one.status().name()).put("type", one.type()).put("eventId", one.eventId())
                .put("createdAt", one.createdAt().toString()));
    }

    /** How it was changed: who, when, what, and what it said before. */
    static void putEdits(ObjectNode json, List<Edit.Done> edits) {
        var items = json.putArray("edits");
        edits.forEach(edit -> {
            var item = items.addObject().put("at", edit.at().toString()).put("operator", edit.operator()).put("reason", edit.reason());
            item.set("difference", edit.difference());
            item.set("originalHeaders", edit.headers());
            putPayload(item, "originalPayload", edit.payload());
        });
    }
}
