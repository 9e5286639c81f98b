package hub.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private final Scene scene = new Scene();

    @Test
    void what_is_in_hand_is_extended_when_a_third_of_its_visibility_has_passed() {
        var hold = scene.heartbeat.hold(scene.queue, Scene.VISIBILITY);
        hold.add(Scene.messages(25));

        pass(9);
        assertThat(scene.queue.calls).isEmpty();
        pass(1);
        assertThat(scene.queue.calls).containsExactly("hide 10", "hide 10", "hide 5");
        assertThat(scene.queue.hidden).hasSize(25).containsEntry("m0", Scene.VISIBILITY);
        pass(9);
        assertThat(scene.queue.calls).hasSize(3);
        pass(1);
        assertThat(scene.queue.calls).hasSize(6);
    }

    @Test
    void what_is_settled_is_not_extended_any_more() {
        var hold = scene.heartbeat.hold(scene.queue, Scene.VISIBILITY);
        hold.add(Scene.messages(3));

        hold.release(Scene.messages(2));
        pass(10);
        assertThat(scene.queue.hidden).containsOnlyKeys("m2");
        hold.close();
        pass(10);
        assertThat(scene.queue.calls).hasSize(1);
    }

    @Test
    void a_beat_that_the_server_does_not_answer_is_made_up_for_at_the_next_tick() {
        var hold = scene.heartbeat.hold(scene.queue, Scene.VISIBILITY);
        hold.add(Scene.messages(1));

        scene.queue.away = new IllegalStateException("no answer");
        pass(10);
        scene.queue.away = null;
        scene.heartbeat.tick();

        assertThat(scene.queue.calls).hasSize(2);
        assertThat(scene.queue.hidden).containsOnlyKeys("m0");
    }

    @Test
    void of_a_message_that_was_delivered_twice_the_last_receipt_counts() {
        var hold = scene.heartbeat.hold(scene.queue, Scene.VISIBILITY);
        hold.add(List.of(Scene.message("m0", 1), Scene.message("m0", 2)));

        pass(10);

        assertThat(scene.queue.calls).containsExactly("hide 1");
    }

    private void pass(long seconds) {
        scene.pauses.now = scene.pauses.now.plus(Duration.ofSeconds(seconds));
        scene.heartbeat.tick();
    }
}
