package hub.registration.reminders;

import static hub.registration.reminders.Markets.market;
import static hub.registration.reminders.Markets.planned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketTest {

    private static final Instant NOW = Instant.parse("2026-12-14T08:00:00Z");

    @ParameterizedTest
    @CsvSource({"09:59:59.999, false", "10:00:00, true", "18:30:00, true"})
    void presale_from_two_hours_ahead_on_is_planned(String presale, boolean expected) {
        assertThat(market("la", "2026-12-14T" + presale + "Z").isToBePlanned(NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"11:00:00, true", "11:00:00.001, false"})
    void presale_up_to_twenty_seven_hours_ahead_is_planned(String presale, boolean expected) {
        assertThat(market("la", "2026-12-15T" + presale + "Z").isToBePlanned(NOW)).isEqualTo(expected);
    }

    /** The day of 23 or 25 hours is covered by the runs of two midnights, because their windows overlap by two hours. */
    @ParameterizedTest
    @CsvSource({"2026-03-08T08:00:00Z, 2026-03-09T07:00:00Z", "2026-11-01T07:00:00Z, 2026-11-02T08:00:00Z", "2026-12-14T08:00:00Z, 2026-12-15T08:00:00Z"})
    void every_presale_between_two_midnights_of_los_angeles_is_planned_by_one_of_them(Instant midnight, Instant next) {
        for (var presale = midnight.plusSeconds(7200); presale.isBefore(next.plusSeconds(7200)); presale = presale.plusSeconds(300)) {
            assertThat(market("la", presale.toString()).isToBePlanned(midnight)).as(presale.toString()).isTrue();
        }
    }

    @Test
    void planned_market_and_market_without_reminders_and_market_without_presale_are_not_planned() {
        assertThat(planned("la", "2026-12-14T18:30:00Z", "2026-12-14T17:30:00Z").isToBePlanned(NOW)).isFalse();
        assertThat(new Market("tour", "la", "soon", null, null, false, true).isToBePlanned(NOW)).isFalse();
        assertThat(new Market("tour", "la", "2026-12-14T18:30:00Z", Instant.parse("2026-12-14T18:30:00Z"), null, false, false).isToBePlanned(NOW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2026-12-14T08:00:00Z, 2026-12-14T08:05:00Z, due", "2026-12-14T08:00:00.001Z, 2026-12-14T09:00:00Z, neither", "2026-12-14T07:00:00Z, 2026-12-14T08:04:59.999Z, neither",
            "2026-12-14T07:00:00Z, 2026-12-14T08:00:00.001Z, neither", "2026-12-14T07:00:00Z, 2026-12-14T08:00:00Z, past", "2026-12-10T07:00:00Z, 2026-12-14T18:30:00Z, due"})
    void market_is_due_from_its_notification_until_five_minutes_before_its_presale_and_past_from_that_on(String notification, String presale, String expected) {
        var polled = MarketPolling.of(List.of(planned("la", presale, notification)), NOW);

        assertThat(polled.due()).hasSize(expected.equals("due") ? 1 : 0);
        assertThat(polled.past()).hasSize(expected.equals("past") ? 1 : 0);
    }

    @Test
    void market_that_is_not_planned_is_neither_due_nor_past() {
        var polled = MarketPolling.of(List.of(market("la", "2026-12-14T07:00:00Z"), market("ny", "2026-12-14T08:30:00Z")), NOW);

        assertThat(polled.due()).isEmpty();
        assertThat(polled.past()).isEmpty();
    }
}
