package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handlers that go wrong in the ways that were seen to lose or double an effect. */
@ExtendWith(Troubled.Shared.class)
class DeliveryTest {

    private final Troubled hub;

    DeliveryTest(Troubled hub) {
        this.hub = hub;
    }

    @AfterEach
    void calm() {
        hub.stage.calm(Troubled.LOCAL);
    }

    @ParameterizedTest
    @CsvSource({
        "throw,        told to fail",
        "swallow,      division by zero",
        "other-thread, no transaction on this thread"})
    void a_handler_that_goes_wrong_after_it_wrote_leaves_nothing_is_parked_and_can_be_retried(String kind, String reason) {
        hub.stage.upset(Troubled.LOCAL, kind, 1, kind);

        hub.traffic.write(kind, 2);

        eventually().until(() -> hub.database.failures(Troubled.LOCAL, kind).equals(List.of("HELD", "BLOCKED")));
        assertThat(hub.stage.effects(Troubled.LOCAL, kind)).isEmpty();
        assertThat(hub.database.sql("select reason from hub.failure where subscriber = ? and subject = ? order by position limit 1", Troubled.LOCAL, kind).query(String.class).single())
                .contains(reason);
        hub.stage.calm(Troubled.LOCAL);
        hub.retry(Troubled.LOCAL, kind);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, kind);
    }

    @Test
    void events_of_a_subject_that_are_published_at_once_keep_their_order_at_several_consumers() {
        hub.traffic.burst("burst", 300);

        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "burst");
    }

    @Test
    void an_event_that_fails_in_the_middle_holds_back_the_later_ones_of_its_subject_only() {
        hub.stage.upset(Troubled.LOCAL, "middle", 2, "throw");

        hub.traffic.write("middle", 4);
        hub.traffic.write("beside", 4);

        eventually().until(() -> hub.database.failures(Troubled.LOCAL, "middle").equals(List.of("HELD", "BLOCKED", "BLOCKED")));
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "beside");
        assertThat(hub.stage.effects(Troubled.LOCAL, "middle")).containsExactly(1);
        hub.stage.calm(Troubled.LOCAL);
        hub.retry(Troubled.LOCAL, "middle");
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "middle");
    }

    @Test
    void a_head_that_fails_again_keeps_its_lane_and_the_next_head_may_fail_too() {
        hub.stage.upset(Troubled.LOCAL, "again", 1, "throw");
        hub.stage.upset(Troubled.LOCAL, "again", 3, "throw");
        hub.traffic.write("again", 4);
        eventually().until(() -> hub.database.failures(Troubled.LOCAL, "again").equals(List.of("HELD", "BLOCKED", "BLOCKED", "BLOCKED")));

        hub.retry(Troubled.LOCAL, "again");
        eventually().until(() -> hub.database.sql("select attempts from hub.failure where subscriber = ? and subject = 'again' order by position limit 1", Troubled.LOCAL)
                .query(Integer.class).single() == 6);
        assertThat(hub.stage.effects(Troubled.LOCAL, "again")).isEmpty();

        hub.database.sql("delete from faults.trouble where subject = 'again' and n = 1").update();
        hub.retry(Troubled.LOCAL, "again");
        eventually().until(() -> hub.database.failures(Troubled.LOCAL, "again").equals(List.of("RESOLVED", "RESOLVED", "HELD", "BLOCKED")));
        assertThat(codes("again")).as("it has waited behind another one, and failed itself").endsWith("processing-failed", "behind");
        assertThat(groups()).as("of what is held").contains(hub.database.sql("select hub.failure_group(flow, code, exception, frame) from hub.failure where subject = 'again' and status = 'HELD'")
                .query(String.class).single());

        hub.stage.calm(Troubled.LOCAL);
        hub.retry(Troubled.LOCAL, "again");
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "again");
    }

    @Test
    void a_retried_event_shows_the_time_since_it_was_recorded_and_the_time_in_its_steps() {
        hub.stage.upset(Troubled.LOCAL, "measured", 1, "throw");
        hub.traffic.write("measured", 1);
        eventually().until(() -> hub.database.failures(Troubled.LOCAL, "measured").equals(List.of("HELD")));
        hub.database.sql("update hub.failure set created_at = created_at - interval '1 day' where subject = 'measured'").update();
        hub.stage.calm(Troubled.LOCAL);
        double applied = metric("hub_event_latency_seconds_count");
        double latency = metric("hub_event_latency_seconds_sum");
        double handled = metric("hub_handler_seconds_count");

        hub.retry(Troubled.LOCAL, "measured");

        eventually().until(() -> metric("hub_event_latency_seconds_count") == applied + 1);
        assertThat(metric("hub_event_latency_seconds_sum") - latency).as("seconds since it was recorded, not since it was parked").isBetween(0.3, 3_600.0);
        assertThat(metric("hub_handler_seconds_count")).isEqualTo(handled + 1);
    }

    @Test
    void many_failures_of_one_kind_open_one_incident_in_the_window() {
        for (int i = 0; i < 5; i++) {
            hub.stage.upset(Troubled.LOCAL, "alarm-" + i, 1, "throw");
            hub.traffic.write("alarm-" + i, 1);
        }

        var key = Troubled.LOCAL + "/IllegalStateException";
        eventually().until(() -> hub.database.count("select count(*) from hub.failure where subscriber = ? and starts_with(subject, 'alarm-') and status = 'HELD'", Troubled.LOCAL) == 5);
        eventually().until(() -> hub.database.count("select count(*) from hub.incident where key = ? and sent_at is not null and count >= 5", key) == 1);
        assertThat(hub.incidents(key)).hasSize(1);
    }

    private List<String> codes(String subject) {
        return hub.database.sql("select code from hub.failure where subscriber = ? and subject = ? order by position", Troubled.LOCAL, subject).query(String.class).list();
    }

    private List<String> groups() {
        return Http.get(hub.hub.opsUrl() + "/ops/failure-groups", "Authorization", "Bearer " + hub.world.token("vera", "viewer")).json().path("items").findValuesAsText("id");
    }

    /** Of the subscriber with a local effect. */
    private double metric(String name) {
        return Http.get(hub.hub.opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith(name + "{") && line.contains("subscriber=\"" + Troubled.LOCAL + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
