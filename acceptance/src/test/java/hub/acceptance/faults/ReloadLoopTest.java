package hub.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReloadLoopTest {

    @Test
    void a_hub_whose_routes_are_reloaded_again_and_again_in_the_middle_of_traffic_loses_nothing_doubles_nothing_and_answers_everybody() throws IOException {
        assertThat(new ReloadLoop(Integer.getInteger("reload.times", 12), Long.getLong("reload.seed", System.nanoTime())).run()).isEmpty();
    }
}
