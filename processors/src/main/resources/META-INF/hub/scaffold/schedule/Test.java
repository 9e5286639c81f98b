package hub.acceptance.@package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Http;
import hub.acceptance.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Schedule {@code @name@}: that it fires. What its steps do is still to be said. */
class @Class@Test {

    @Test
    void schedule_fires_and_its_steps_come_to_their_end() {
        var operator = "Bearer " + Running.world().token("op", "operator");

        assertThat(Http.post(Running.hub().opsUrl() + "/ops/schedules/@name@/run", "", "Authorization", operator).status()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(30)).until(() -> Http.get(Running.hub().opsUrl() + "/observe/metrics").body().lines()
                .anyMatch(line -> line.startsWith("camel_exchanges_succeeded_total") && line.contains("routeId=\"@name@\"") && !line.endsWith(" 0.0")));
    }
}
