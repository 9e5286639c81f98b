package hub.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillLoopTest {

    @Test
    void a_hub_that_is_killed_again_and_again_in_the_middle_of_traffic_loses_nothing_and_doubles_nothing() {
        assertThat(new KillLoop(Integer.getInteger("kill.cycles", 3), Long.getLong("kill.seed", System.nanoTime())).run()).isEmpty();
    }
}
