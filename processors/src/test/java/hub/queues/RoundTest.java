package hub.queues;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.PartnerRefused;
import hub.events.PermanentFailure;
import hub.queues.Scene.FakePauses.Said;
import hub.queues.WorkerSettings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundTest {

    private final Scene scene = new Scene();
    private final List<String> worked = new ArrayList<>();

    @Test
    void a_batch_over_ten_is_gathered_while_the_queue_is_full_and_never_waited_for() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(37));
        var round = scene.round(Mode.BATCH, 25, this::apply);

        assertThat(go(round)).isTrue();
        assertThat(scene.queue.calls).startsWith("receive 10 waiting 2", "receive 10 waiting 0", "receive 5 waiting 0");
        assertThat(worked).hasSize(25);
        scene.queue.calls.clear();
        assertThat(go(round)).isFalse();
        assertThat(scene.queue.calls).startsWith("receive 10 waiting 2", "receive 10 waiting 0").doesNotContain("receive 5 waiting 0");
        assertThat(worked).hasSize(37);
        assertThat(scene.queue.deleted).hasSize(37);
    }

    @Test
    void a_record_that_throws_is_retried_a_permanent_failure_is_rejected_and_the_others_are_applied() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(4));

        go(scene.round(Mode.RECORD, 10, each -> {
            switch (each.get(0).id()) {
                case "m1" -> throw new IllegalStateException("does not work");
                case "m2" -> throw new IllegalStateException(new PermanentFailure("no-such-market", "there is no such market"));
                default -> worked.add(each.get(0).id());
            }
            return Outcomes.all(each, new Outcome.Applied());
        }));

        assertThat(worked).containsExactly("m0", "m3");
        assertThat(scene.queue.hidden).containsOnlyKeys("m1");
        assertThat(scene.records.written).containsOnlyKeys("m2").containsValue(new Outcome.Rejected("no-such-market", "there is no such market", null));
        assertThat(scene.queue.deleted).containsExactly("m0", "m3", "m2");
    }

    @Test
    void a_record_that_a_partner_refuses_is_an_operators_turn() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(1));

        go(scene.round(Mode.RECORD, 10, each -> {
            throw new IllegalStateException(new PartnerRefused("sms", 401));
        }));

        assertThat(scene.records.written.get("m0")).isInstanceOfSatisfying(Outcome.Parked.class, parked -> assertThat(parked.code()).isEqualTo("partner-refused"));
        assertThat(scene.queue.deleted).containsExactly("m0");
    }

    @Test
    void while_the_destination_is_away_the_batch_stays_in_hand_and_nothing_is_received() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(12));
        var attempts = new ArrayList<Duration>();
        scene.pauses.meanwhile = scene.heartbeat::tick;

        go(scene.round(Mode.BATCH, 10, batch -> {
            attempts.add(scene.pauses.now);
            if (scene.pauses.now.compareTo(Duration.ofMinutes(10)) < 0) {
                throw new DestinationAway("kafka does not answer", null);
            }
            return apply(batch);
        }));

        assertThat(scene.queue.calls.stream().filter(call -> call.startsWith("receive"))).hasSize(1);
        assertThat(scene.pauses.waits).startsWith(IntStream.of(1, 2, 4, 8, 15, 15).mapToObj(Duration::ofSeconds).toArray(Duration[]::new));
        assertThat(scene.queue.calls.stream().filter("hide 10"::equals)).hasSizeGreaterThan(30);
        assertThat(scene.queue.hidden).containsEntry("m0", Scene.VISIBILITY).hasSize(10);
        assertThat(scene.pauses.said).containsExactlyInAnyOrder(Said.AWAY, Said.BACK);
        assertThat(scene.queue.deleted).hasSize(10);
        assertThat(scene.counts).doesNotContainKey("Retry");
    }

    @Test
    void what_of_a_batch_was_done_before_the_destination_went_away_is_settled_at_once_and_not_done_again() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(3));
        var batches = new ArrayList<Integer>();

        go(scene.round(Mode.BATCH, 10, batch -> {
            batches.add(batch.size());
            return batches.size() > 1 ? apply(batch) : Outcomes.of(batch).applied("m0").away("m1", "kafka").away("m2", "kafka");
        }));

        assertThat(batches).containsExactly(3, 2);
        assertThat(scene.queue.calls).containsSubsequence("delete 1", "delete 2");
    }

    @Test
    void an_outage_of_the_database_is_waited_for_and_no_attempt() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(2));
        var faults = new ArrayList<>(List.of(Scene.databaseAway(), Scene.databaseAway()));

        go(scene.round(Mode.RECORD, 10, each -> {
            if (!faults.isEmpty()) {
                throw faults.remove(0);
            }
            return apply(each);
        }));

        assertThat(worked).containsExactly("m0", "m1");
        assertThat(scene.pauses.waits).hasSize(2);
        assertThat(scene.queue.hidden).isEmpty();
    }

    @Test
    void at_a_stop_the_record_in_work_is_finished_and_those_not_begun_are_given_back_at_once() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(5));

        go(scene.round(Mode.RECORD, 10, each -> {
            scene.pauses.open = !each.get(0).id().equals("m1");
            return apply(each);
        }));

        assertThat(worked).containsExactly("m0", "m1");
        assertThat(scene.queue.deleted).containsExactly("m0", "m1");
        assertThat(scene.queue.hidden).containsOnlyKeys("m2", "m3", "m4").containsEntry("m2", Duration.ZERO);
    }

    @Test
    void at_a_stop_messages_that_wait_for_their_destination_are_given_back() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(2));
        scene.pauses.meanwhile = () -> scene.pauses.open = false;

        go(scene.round(Mode.BATCH, 10, batch -> {
            throw new DestinationAway("kafka does not answer", null);
        }));

        assertThat(scene.queue.hidden).containsEntry("m0", Duration.ZERO).containsEntry("m1", Duration.ZERO);
    }

    @Test
    void steps_that_throw_without_outcomes_retry_the_whole_batch() throws InterruptedException {
        scene.queue.waiting.addAll(Scene.messages(3));

        go(scene.round(Mode.BATCH, 10, batch -> {
            throw new StackOverflowError();
        }));

        assertThat(scene.queue.hidden).hasSize(3);
        assertThat(scene.queue.deleted).isEmpty();
    }

    private static boolean go(Round round) throws InterruptedException {
        var batch = round.receive(false);
        round.work(batch);
        return batch.full();
    }

    private Outcomes apply(List<QueueMessage> batch) {
        batch.forEach(message -> worked.add(message.id()));
        return Outcomes.all(batch, new Outcome.Applied());
    }
}
