package hub.registration.reminders;

import static hub.registration.reminders.Markets.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.registration.reminders.Plan.Volume;
import hub.registration.reminders.Plan.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private static final Rate RATE = new Rate(1000);

    private static Volume volume(String marketId, String presale, long fans) {
        return new Volume(market(marketId, presale), RATE.timeFor(fans));
    }

    private static Map<String, String> plan(List<Window> taken, Volume... volumes) {
        return new Plan(taken).of(List.of(volumes)).stream().collect(Collectors.toMap(planned -> planned.market().marketId(), planned -> planned.notification().toString()));
    }

    private static Window window(String from, String to) {
        return new Window(Instant.parse(from), Instant.parse(to));
    }

    @ParameterizedTest
    @CsvSource({"0, 17:30:00Z", "1, 17:30:00Z", "499, 17:30:00Z", "500, 17:30:00Z", "501, 17:29:56.400Z", "1000, 17:00:00Z", "2000, 16:00:00Z", "20000, 22:00:00Z"})
    void reminders_begin_an_hour_before_the_presale_or_as_much_earlier_as_it_takes(long fans, String expected) {
        assertThat(plan(List.of(), volume("la", "2026-12-14T18:30:00Z", fans)).get("la")).endsWith(expected);
    }

    @Test
    void time_to_send_is_rounded_up_to_the_millisecond() {
        assertThat(new Rate(7000).timeFor(1)).isEqualTo(Duration.ofMillis(515));
        assertThat(new Rate(1).timeFor(2)).isEqualTo(Duration.ofHours(2));
        assertThatThrownBy(() -> new Rate(0)).hasMessageContaining("reminders.rate");
    }

    @Test
    void of_two_windows_that_would_overlap_the_earlier_one_moves_earlier() {
        assertThat(plan(List.of(), volume("early", "2026-12-14T18:30:00Z", 500), volume("late", "2026-12-14T18:45:00Z", 500)))
                .containsEntry("late", "2026-12-14T17:45:00Z").containsEntry("early", "2026-12-14T17:15:00Z");
    }

    @Test
    void windows_that_touch_do_not_overlap() {
        assertThat(plan(List.of(), volume("early", "2026-12-14T18:30:00Z", 500), volume("late", "2026-12-14T19:00:00Z", 500)))
                .containsEntry("late", "2026-12-14T18:00:00Z").containsEntry("early", "2026-12-14T17:30:00Z");
    }

    @Test
    void planned_windows_stay_and_others_make_room_for_them() {
        assertThat(plan(List.of(window("2026-12-14T17:40:00Z", "2026-12-14T18:10:00Z"), window("2026-12-14T16:50:00Z", "2026-12-14T17:15:00Z")), volume("la", "2026-12-14T18:30:00Z", 500)))
                .as("neither 17:30 nor 17:10 is free").containsEntry("la", "2026-12-14T16:20:00Z");
    }

    @Test
    void markets_of_one_presale_are_planned_in_the_same_order_by_everybody() {
        var one = volume("a", "2026-12-14T18:30:00Z", 500);
        var other = volume("b", "2026-12-14T18:30:00Z", 500);

        assertThat(plan(List.of(), one, other)).isEqualTo(plan(List.of(), other, one)).containsEntry("a", "2026-12-14T17:30:00Z").containsEntry("b", "2026-12-14T17:00:00Z");
    }

    @Test
    void market_without_fans_is_in_nobodys_way_and_nobody_in_its() {
        assertThat(plan(List.of(window("2026-12-14T17:00:00Z", "2026-12-14T18:00:00Z")), volume("none", "2026-12-14T18:30:00Z", 0))).containsEntry("none", "2026-12-14T17:30:00Z");
        assertThat(plan(List.of(), volume("none", "2026-12-14T18:45:00Z", 0), volume("la", "2026-12-14T18:30:00Z", 500))).containsEntry("la", "2026-12-14T17:30:00Z");
    }

    @Test
    void time_that_is_past_already_is_kept() {
        assertThat(plan(List.of(), volume("huge", "2026-12-14T18:30:00Z", 100_000)).get("huge")).startsWith("2026-12-10T");
    }

    /** An hour before is an hour of the clock that everybody shares, whatever the clocks on the wall do. */
    @ParameterizedTest
    @CsvSource({"2026-03-08T03:30, 2026-03-08T01:30", "2026-11-01T03:00, 2026-11-01T02:00"})
    void hour_before_the_presale_is_an_hour_on_days_on_which_clocks_change(String presale, String expected) {
        var zone = ZoneId.of("America/Los_Angeles");
        var at = ZonedDateTime.of(java.time.LocalDateTime.parse(presale), zone).toInstant().toString();

        assertThat(Instant.parse(plan(List.of(), volume("la", at, 500)).get("la")).atZone(zone).toLocalDateTime().toString()).isEqualTo(expected);
    }

    @Property(tries = 300)
    void no_two_windows_overlap_and_none_begins_later_than_it_would_alone(@ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 4000) Integer> fans,
                                                                           @ForAll @Size(min = 12, max = 12) List<@IntRange(min = 0, max = 600) Integer> minutes) {
        var taken = List.of(window("2026-12-14T17:00:00Z", "2026-12-14T17:40:00Z"));
        var volumes = new ArrayList<Volume>();
        for (int n = 0; n < fans.size(); n++) {
            volumes.add(volume("m" + n, Instant.parse("2026-12-14T16:00:00Z").plus(Duration.ofMinutes(minutes.get(n))).toString(), fans.get(n)));
        }

        var planned = new Plan(taken).of(volumes);

        var windows = new ArrayList<>(taken);
        for (var one : planned) {
            var time = volumes.stream().filter(volume -> volume.market().equals(one.market())).findFirst().orElseThrow().time();
            var alone = one.market().presale().minus(time.plusMinutes(30).compareTo(Duration.ofHours(1)) > 0 ? time.plusMinutes(30) : Duration.ofHours(1));
            assertThat(one.notification()).isBeforeOrEqualTo(alone);
            if (!time.isZero()) {
                windows.add(new Window(one.notification(), one.notification().plus(time)));
            }
        }
        windows.sort(java.util.Comparator.comparing(Window::from));
        for (int n = 1; n < windows.size(); n++) {
            assertThat(windows.get(n).from()).isAfterOrEqualTo(windows.get(n - 1).to());
        }
    }
}
