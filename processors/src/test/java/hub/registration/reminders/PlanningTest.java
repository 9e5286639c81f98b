package hub.registration.reminders;

import static hub.registration.reminders.Markets.market;
import static hub.registration.reminders.Markets.planned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningTest {

    private static final Instant NOW = Instant.parse("2026-12-14T08:00:00Z");
    private final Market toPlan = market("la", "2026-12-14T18:30:00Z");
    private final Market standing = planned("ny", "2026-12-14T18:00:00Z", "2026-12-14T17:00:00Z");

    @Test
    void fans_of_those_to_be_planned_and_of_those_planned_are_counted() {
        assertThat(new Planning(List.of(toPlan, standing, planned("past", "2026-12-14T07:00:00Z", "2026-12-14T06:00:00Z")), NOW, new Rate(1000)).markets()).containsExactly(toPlan, standing);
        assertThat(new Planning(List.of(standing), NOW, new Rate(1000)).markets()).as("nobody is to be planned").isEmpty();
    }

    @Test
    void entry_service_is_asked_for_winners_of_the_market_with_a_number_of_the_country_code_1() {
        var market = new Market("tour/2026", "l a", "2026-12-14T18:30:00Z", Instant.parse("2026-12-14T18:30:00Z"), null, false, true);

        assertThat(Planning.path(market)).isEqualTo("/tour%2F2026/counts");
        assertThat(Planning.query(market)).isEqualTo("marketId=l+a&phonePrefix=%2B1");
    }

    @Test
    void market_that_could_not_be_counted_is_left_for_the_next_run() {
        var other = market("sf", "2026-12-14T20:00:00Z");
        var planning = new Planning(List.of(toPlan, other), NOW, new Rate(1000));
        planning.counted(other, "{\"selected\": 500}");

        assertThat(planning.plan()).extracting(one -> one.market().marketId()).containsExactly("sf");
    }

    @Test
    void planned_market_that_could_not_be_counted_keeps_all_of_the_time_before_its_presale() {
        var planning = new Planning(List.of(toPlan, standing), NOW, new Rate(1000));
        planning.counted(toPlan, "{\"selected\": 500}");

        assertThat(planning.plan()).extracting(Plan.Planned::notification).containsExactly(Instant.parse("2026-12-14T16:30:00Z"));

        planning.counted(standing, "{\"selected\": 10}");
        assertThat(planning.plan()).extracting(Plan.Planned::notification).containsExactly(Instant.parse("2026-12-14T17:30:00Z"));
    }
}
