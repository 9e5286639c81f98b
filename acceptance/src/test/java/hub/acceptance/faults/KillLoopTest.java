package hub.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillLoopTest {

    @Test
    void a_hub_that_is_killed_again_and_again_in_the_middle_of_traffic_loses_nothing_and_doubles_nothing() {
        assertThat(new KillLoop(3, System.nanoTime()).run()).isEmpty();
    }
}
