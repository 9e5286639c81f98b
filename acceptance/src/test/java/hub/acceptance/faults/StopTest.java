package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a hub that is told to stop does with the events in its hands. */
@ExtendWith(Troubled.Shared.class)
class StopTest {

    private static final String HANGING = "hanging";
    private final Troubled hub;

    StopTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void an_event_in_hand_is_finished_before_the_hub_ends() {
        hub.stage.upset(Troubled.LOCAL, "stopped", 1, "hold");
        hub.traffic.write("stopped", 1);
        eventually().until(() -> hub.stage.isHeld("stopped"));

        var stop = CompletableFuture.runAsync(hub.hub::stop);
        eventually().until(() -> Http.get(hub.hub.opsUrl() + "/observe/health/ready").status() == 503);
        assertThat(stop).isNotDone();
        hub.stage.calm(Troubled.LOCAL);
        stop.join();

        assertThat(hub.stage.effects(Troubled.LOCAL, "stopped")).containsExactly(1);
        assertThat(hub.database.failures(Troubled.LOCAL, "stopped")).isEmpty();
        hub.hub.start();
        hub.takesFurtherEvents("stopped");
    }

    @Test
    void a_retry_that_hangs_holds_up_a_stop_for_no_longer_than_the_hub_has_for_it() {
        var settings = new HashMap<>(Troubled.SETTINGS);
        settings.put("camel.main.shutdownTimeout", "3");
        var second = hub.world.startHub(settings, home -> {
            Troubled.change(home);
            Stage.subscribe(home, HANGING, Map.of("types", Traffic.TYPE));
        });
        hub.stage.upset(HANGING, HANGING, 1, "throw");
        hub.traffic.write(HANGING, 1);
        eventually().until(() -> hub.database.failures(HANGING, HANGING).equals(List.of("HELD")));
        hub.stage.calm(HANGING);
        hub.stage.upset(HANGING, HANGING, 1, "hold");
        hub.database.sql("update hub.failure set status = 'WAITING', next_attempt_at = now() where subscriber = ?", HANGING).update();
        eventually().until(() -> hub.stage.isHeld(HANGING));

        var told = Instant.now();
        second.stop();

        assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(hub.database.failures(HANGING, HANGING)).as("tried again when a hub runs that knows it").containsExactly("WAITING");
    }
}
