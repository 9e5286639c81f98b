package hub.acceptance.@package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Subscriber {@code @name@}: that the partner {@code @partner@} is called. What it answers, and what comes of that, is still to be said. */
class @Class@Test {

    @Test
    void partner_is_called_under_a_key_of_the_event() {
        Running.hub();
        var subject = Made.id("@name@");

        Made.event("@type@", subject);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(calls(subject)).isNotEmpty());
        assertThat(calls(subject)).extracting(call -> call.path("path").asText()).containsOnly("/partners/@partner@@path@");
        assertThat(calls(subject)).extracting(call -> call.path("idempotencyKey").asText()).containsOnly("@name@:" + Made.position(subject));
    }

    private static List<JsonNode> calls(String subject) {
        var calls = Http.get(Running.world().sandboxUrl() + "/partners/@partner@/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.path("body").toString().contains(subject) && call.path("idempotencyKey").asText().startsWith("@name@:")).toList();
    }
}
