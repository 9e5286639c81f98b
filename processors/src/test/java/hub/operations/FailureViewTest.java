package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.failures.Failure;
import hub.failures.Failure.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FailureViewTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void text_is_shown_as_it_is() {
        var json = FailureView.whole(failure("{\"name\":\"Žofie\"}".getBytes(StandardCharsets.UTF_8), NOON, 1), null, 3);

        assertThat(json.path("payload").asText()).isEqualTo("{\"name\":\"Žofie\"}");
        assertThat(json.path("payloadEncoding").asText()).isEqualTo("text");
        assertThat(json.path("behind").asLong()).isEqualTo(3);
    }

    @Test
    void what_is_no_text_is_shown_as_base64() {
        var json = FailureView.whole(failure(new byte[] {(byte) 0xff, 0}, NOON, 1), null, 0);

        assertThat(json.path("payload").asText()).isEqualTo("/wA=");
        assertThat(json.path("payloadEncoding").asText()).isEqualTo("base64");
    }

    @Test
    void row_holds_what_a_list_needs_and_no_payload() {
        var head = UUID.randomUUID();

        var json = FailureView.row(failure(new byte[0], NOON, 1), head);

        assertThat(json.path("headId").asText()).isEqualTo(head.toString());
        assertThat(json.has("payload")).isFalse();
        assertThat(json.has("nextAttemptAt")).isFalse();
        assertThat(json.fieldNames()).toIterable().contains("id", "status", "code", "reason", "flow", "step", "subscriber", "type", "subject", "source", "eventId", "exception",
                "message", "attempts", "correlationId", "traceparent", "createdAt");
    }

    @Test
    void etag_changes_with_the_failure() {
        var before = FailureView.etag(failure(new byte[0], NOON, 1));

        assertThat(FailureView.etag(failure(new byte[0], NOON, 1))).isEqualTo(before).matches("\"[0-9a-f-]+\"");
        assertThat(FailureView.etag(failure(new byte[0], NOON.plusNanos(1000), 1))).isNotEqualTo(before);
        assertThat(FailureView.etag(failure(new byte[0], NOON, 2))).isNotEqualTo(before);
    }

    private static Failure failure(byte[] payload, Instant updatedAt, int attempts) {
        return new Failure(UUID.randomUUID(), Status.HELD, "unknown-account", "no such account", "assign", "count", "users-assigned", "stickers.stickerAssignedToUser.v1", "u-1",
                "/hub", "e-1", 7L, "hub.events.PermanentFailure", "no such account", attempts, 0, "c-1", null, Json.MAPPER.createObjectNode(), payload,
                Json.MAPPER.createArrayNode(), NOON, updatedAt, null, null, "hub.users.Accounts.count", "0123456789abcdef");
    }
}
