package hub.queues;

import static org.assertj.core.api.Assertions.assertThat;

import hub.queues.Scene.FakePauses.Said;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private final Scene scene = new Scene();
    private final List<QueueMessage> batch = Scene.messages(4);
    private final Heartbeat.Hold hold = scene.heartbeat.hold(scene.queue, Scene.VISIBILITY);

    @Test
    void each_message_goes_where_its_outcome_says() throws InterruptedException {
        hold.add(batch);
        var left = scene.settlement.settle(batch, Outcomes.of(batch).applied("m0").rejected("m1", "bad", "is bad").retry("m2", "failed").away("m3", "away"), hold);

        assertThat(scene.queue.deleted).containsExactly("m0", "m1");
        assertThat(scene.queue.calls).containsExactly("hide 1", "delete 2");
        assertThat(scene.records.written).containsOnlyKeys("m1");
        assertThat(scene.queue.hidden).containsOnlyKeys("m2");
        assertThat(left).containsExactly(batch.get(3));
        assertThat(scene.counts).containsEntry("Applied", 1L).containsEntry("Rejected", 1L).containsEntry("Retry", 1L).doesNotContainKey("Away");
    }

    @Test
    void what_failed_comes_again_after_a_delay_that_grows_with_its_receives() throws InterruptedException {
        var failed = List.of(Scene.message("once", 1), Scene.message("thrice", 3));

        scene.settlement.settle(failed, Outcomes.all(failed, new Outcome.Retry("failed")), hold);

        assertThat(scene.queue.hidden).containsEntry("once", Duration.ofSeconds(2)).containsEntry("thrice", Duration.ofSeconds(8));
        assertThat(scene.queue.deleted).isEmpty();
    }

    @Test
    void entries_that_the_server_did_not_delete_are_deleted_again_with_growing_pauses_and_others_are_not() throws InterruptedException {
        scene.queue.refusals.add(List.of("m1", "m3!"));
        scene.queue.refusals.add(List.of("m1"));

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Applied()), hold);

        assertThat(scene.queue.calls).containsExactly("delete 4", "delete 1", "delete 1");
        assertThat(scene.queue.deleted).containsExactly("m0", "m2", "m1");
        assertThat(scene.pauses.waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void a_message_that_cannot_be_deleted_is_left_to_come_again_after_six_attempts() throws InterruptedException {
        for (int n = 0; n < 10; n++) {
            scene.queue.refusals.add(List.of("m1"));
        }

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Applied()), hold);

        assertThat(scene.queue.calls).hasSize(6);
    }

    @Test
    void while_the_server_does_not_answer_a_delete_waits_for_it() throws InterruptedException {
        scene.queue.away = new IllegalStateException("no answer");
        scene.pauses.meanwhile = () -> {
            if (scene.pauses.waits.size() == 20) {
                scene.queue.away = null;
            }
        };

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Applied()), hold);

        assertThat(scene.queue.deleted).hasSize(4);
    }

    @Test
    void nothing_rejected_is_deleted_before_it_is_recorded() throws InterruptedException {
        scene.records.faults.addAll(List.of(Scene.databaseAway(), Scene.databaseAway()));
        scene.pauses.meanwhile = () -> assertThat(scene.queue.deleted).containsExactly("m0");

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Rejected("bad", "is bad", null)).applied("m0").parked("m3", "large", "is large"), hold);

        assertThat(scene.queue.deleted).containsExactly("m0", "m1", "m2", "m3");
        assertThat(scene.pauses.said).contains(Said.AWAY);
        assertThat(scene.counts).containsEntry("Rejected", 2L).containsEntry("Parked", 1L);
    }

    @Test
    void rejected_messages_that_cannot_be_recorded_are_given_back_at_a_stop() throws InterruptedException {
        scene.records.faults.addAll(List.of(Scene.databaseAway(), Scene.databaseAway()));
        scene.pauses.meanwhile = () -> scene.pauses.open = false;

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Rejected("bad", "is bad", null)), hold);

        assertThat(scene.queue.deleted).isEmpty();
        assertThat(scene.queue.hidden).hasSize(4).containsEntry("m0", Duration.ZERO);
    }

    @Test
    void one_message_that_cannot_be_recorded_keeps_no_neighbour_from_it() throws InterruptedException {
        scene.records.poison = List.of("m2");

        scene.settlement.settle(batch, Outcomes.all(batch, new Outcome.Rejected("bad", "is bad", null)), hold);

        assertThat(scene.records.written).containsOnlyKeys("m0", "m1", "m3");
        assertThat(scene.queue.deleted).containsExactly("m0", "m1", "m3");
        assertThat(scene.queue.hidden).containsOnlyKeys("m2");
    }
}
