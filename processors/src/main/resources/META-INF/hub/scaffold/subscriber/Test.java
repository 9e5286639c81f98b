package hub.acceptance.@package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Subscriber {@code @name@}: that it is given its events. What it does with them is still to be said. */
class @Class@Test {

    @Test
    void event_is_applied_once() {
        Running.hub();
        var subject = Made.id("@name@");

        var event = Made.event("@type@", subject);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Made.outcomes("@name@", event)).containsExactly("applied"));
    }
}
