package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 1 in small; {@code acceptance/selection-day} plays it at its size, with more kills. */
class SelectionDayTest {

    @Test
    void same_fans_win_the_same_codes_whenever_the_hub_dies() {
        var day = new SelectionDay(Integer.getInteger("day.fans", 2_000), Integer.getInteger("day.kills", 2), Long.getLong("day.seed", 7));

        assertThat(day.play()).isEmpty();
    }
}
