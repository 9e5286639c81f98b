package hub.streams;

import static hub.streams.Scene.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import hub.failures.NotNow;
import hub.streams.StreamSettings.StartAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenureTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private final Scene scene = new Scene();

    @BeforeEach
    void a_table_with_a_stream() {
        scene.server.stream(STREAM, "a");
    }

    @Test
    void changes_come_in_order_and_nothing_is_checkpointed_before_it_is_acknowledged() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "4", "5");
        var stoodAt = new ArrayList<String>();

        scene.hub(changes -> {
            stoodAt.add(scene.checkpoints.all().get("a"));
            scene.work(changes);
        });
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1", "2", "3", "4", "5");
        assertThat(stoodAt).containsExactly("start", "3");
        assertThat(scene.checkpoints.all()).isEqualTo(Map.of("a", "5"));
    }

    @Test
    void a_restart_resumes_after_what_was_acknowledged_last() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "4");
        scene.poison = "4";
        scene.hub();
        scene.pass(SECOND);
        scene.kill();
        scene.poison = null;
        scene.server.write(STREAM, "a", "5");

        scene.hub();
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void a_batch_has_a_limit_a_full_one_is_followed_at_once_and_an_idle_shard_is_read_five_times_a_second() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "4", "5", "6", "7");
        scene.hub();

        scene.pass(Duration.ofMillis(1));
        assertThat(scene.done).hasSize(7);
        assertThat(scene.server.mostAsked).isEqualTo(Scene.BATCH);

        int before = scene.server.reads;
        scene.pass(SECOND);
        assertThat(scene.server.reads - before).isEqualTo(5);
    }

    @Test
    void a_failing_batch_comes_again_after_growing_delays_and_blocks_only_its_shard() throws Exception {
        scene.server.shard(STREAM, "b", null);
        scene.poison = "bad";
        scene.server.write(STREAM, "a", "bad", "behind");
        var tenure = scene.hub();

        scene.pass(SECOND);
        scene.server.write(STREAM, "b", "good");
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("good");
        assertThat(scene.attempts).isEqualTo(4);   // at 0, 0.2, 0.6 and 1.4 s
        assertThat(tenure.trouble()).contains("cannot do bad");
        assertThat(scene.checkpoints.all()).containsEntry("a", "start");

        scene.poison = null;
        scene.pass(Duration.ofSeconds(3));
        assertThat(scene.done).containsExactly("good", "bad", "behind");
        assertThat(tenure.trouble()).isNull();
    }

    @Test
    void somebody_hears_of_a_batch_that_keeps_failing() throws Exception {
        scene.poison = "bad";
        scene.server.write(STREAM, "a", "bad");
        scene.hub();

        scene.pass(Duration.ofMinutes(2));

        assertThat(scene.said).containsExactly("stuck: a of orders failed 10 times: cannot do bad");
    }

    @Test
    void children_wait_until_all_of_their_parent_is_acknowledged() throws Exception {
        scene.poison = "last";
        scene.server.write(STREAM, "a", "1", "2", "3", "last");
        split("a", "b", "c");
        scene.server.write(STREAM, "b", "b1");
        scene.server.write(STREAM, "c", "c1");
        scene.hub();

        scene.pass(Duration.ofSeconds(20));
        assertThat(scene.done).containsExactly("1", "2", "3");
        scene.kill();
        scene.hub();
        scene.pass(Duration.ofSeconds(20));
        assertThat(scene.done).containsExactly("1", "2", "3");

        scene.poison = null;
        scene.pass(Duration.ofSeconds(30));
        assertThat(scene.done).startsWith("1", "2", "3", "last").containsExactlyInAnyOrder("1", "2", "3", "last", "b1", "c1");
        assertThat(scene.checkpoints.all()).containsEntry("a", "end");
    }

    @Test
    void children_that_appear_late_are_found_within_a_second() throws Exception {
        scene.server.write(STREAM, "a", "1");
        scene.server.close(STREAM, "a");
        scene.hub();
        scene.pass(Duration.ofSeconds(5));
        assertThat(scene.done).containsExactly("1");

        scene.server.shard(STREAM, "b", "a");
        scene.server.write(STREAM, "b", "2");
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1", "2");
    }

    @Test
    void a_finished_shard_is_remembered_until_nothing_of_it_can_be_read_any_more() throws Exception {
        scene.server.write(STREAM, "a", "1");
        split("a", "b");
        scene.hub();
        scene.pass(Duration.ofHours(24));
        scene.server.trim(STREAM, "a", 1);
        scene.server.drop(STREAM, "a");
        scene.pass(Duration.ofMinutes(1));
        assertThat(scene.checkpoints.all()).isEqualTo(Map.of("a", "end", "b", "start"));

        scene.pass(Duration.ofHours(2));
        scene.server.write(STREAM, "b", "2");
        scene.pass(SECOND);

        assertThat(scene.checkpoints.all()).isEqualTo(Map.of("b", "2"));
        assertThat(scene.done).containsExactly("1", "2");
        assertThat(scene.said).isEmpty();
    }

    @Test
    void a_former_holder_that_wakes_up_hands_out_nothing_more_and_moves_no_checkpoint() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "4");
        var former = new ArrayList<String>();
        scene.hub(changes -> {
            former.addAll(Scene.items(changes));
            if (former.contains("1")) {
                scene.checkpoints.take();   // it hangs in its first batch, and loses the lease
            }
        });
        scene.pass(SECOND);

        assertThat(scene.checkpoints.all()).isEqualTo(Map.of("a", "start"));
        assertThat(scene.said).containsExactly("over: the lease is lost");

        scene.hub();
        scene.pass(SECOND);
        scene.server.write(STREAM, "a", "5");
        scene.pass(Duration.ofSeconds(30));
        assertThat(former).containsExactly("1", "2", "3");
        assertThat(scene.done).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void when_the_steps_cannot_work_at_this_hub_the_changes_are_left_to_another_and_nobody_is_paged() throws Exception {
        scene.server.write(STREAM, "a", "1");
        scene.hub(changes -> {
            throw new NotNow("the route is stopped");
        });
        scene.pass(SECOND);
        assertThat(scene.said).containsExactly("over: the route is stopped");
        scene.kill();

        scene.hub();
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1");
    }

    @Test
    void a_former_holder_without_changes_notices_too() throws Exception {
        scene.hub();
        scene.pass(SECOND);

        scene.hub();
        scene.pass(SECOND);

        assertThat(scene.said).contains("over: the lease is lost");
    }

    @Test
    void an_iterator_that_expired_is_replaced_and_nothing_is_lost_or_repeated() throws Exception {
        scene.server.write(STREAM, "a", "1", "2");
        var attempts = new ArrayList<List<String>>();
        scene.hub(changes -> {
            attempts.add(Scene.items(changes));
            if (attempts.size() == 1) {
                scene.now = scene.now.plus(Duration.ofMinutes(16));   // slow steps
            }
        });
        scene.pass(Duration.ofMinutes(17));
        scene.server.write(STREAM, "a", "3");
        scene.pass(SECOND);

        assertThat(attempts).containsExactly(List.of("1", "2"), List.of("3"));
        assertThat(scene.said).isEmpty();
    }

    @Test
    void changes_past_their_retention_are_reported_and_reading_goes_on() throws Exception {
        scene.server.write(STREAM, "a", "1");
        scene.hub();
        scene.pass(SECOND);
        scene.kill();
        scene.server.write(STREAM, "a", "2", "3", "4");
        scene.server.trim(STREAM, "a", 3);

        scene.hub();
        scene.pass(SECOND);
        scene.server.write(STREAM, "a", "5");
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1", "4", "5");
        assertThat(scene.said).singleElement().asString().startsWith("lost: changes of orders in a were past their retention").endsWith("000000000000000000001");
    }

    @Test
    void a_loss_that_cannot_be_reported_yet_is_not_passed_over() throws Exception {
        scene.server.write(STREAM, "a", "1");
        scene.hub();
        scene.pass(SECOND);
        scene.kill();
        scene.server.write(STREAM, "a", "2");
        scene.server.trim(STREAM, "a", 1);
        scene.mute = true;
        scene.hub();
        scene.pass(SECOND);
        assertThat(scene.done).containsExactly("1");

        scene.mute = false;
        scene.pass(Duration.ofSeconds(3));

        assertThat(scene.said).hasSize(1);
        assertThat(scene.done).containsExactly("1", "2");
    }

    @Test
    void a_shard_that_vanished_before_its_end_is_reported_and_its_children_are_read() throws Exception {
        scene.server.write(STREAM, "a", "1");
        scene.hub();
        scene.pass(SECOND);
        scene.kill();
        split("a", "b");
        scene.server.write(STREAM, "b", "2");
        scene.server.drop(STREAM, "a");

        scene.hub();
        scene.pass(Duration.ofSeconds(2));

        assertThat(scene.said).containsExactly("lost: a of orders is past its retention and was not read to its end");
        assertThat(scene.done).containsExactly("1", "2");
    }

    @Test
    void a_new_stream_of_the_table_is_read_from_its_beginning_once_the_old_one_is_read_to_its_end() throws Exception {
        scene.startAt = StartAt.NOW;
        scene.hub();
        scene.pass(SECOND);
        scene.kill();
        scene.server.write(STREAM, "a", "1", "2", "3", "4");
        scene.server.close(STREAM, "a");
        scene.server.stream("stream/2026-01-02", "x");
        scene.server.write("stream/2026-01-02", "x", "5");
        scene.server.close("stream/2026-01-02", "x");
        scene.server.stream("stream/2026-01-03", "y");
        scene.server.write("stream/2026-01-03", "y", "6");

        scene.hub();
        scene.pass(Duration.ofSeconds(5));

        assertThat(scene.done).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(scene.said).hasSize(2).allMatch(said -> said.startsWith("reborn: table orders has a new stream"));
        assertThat(scene.checkpoints.stream()).isEqualTo("stream/2026-01-03");
        assertThat(scene.checkpoints.all()).isEqualTo(Map.of("y", "6"));
    }

    @Test
    void a_stream_that_is_gone_is_reported_and_waited_for_until_there_is_another() throws Exception {
        scene.server.write(STREAM, "a", "1");
        var tenure = scene.hub();
        scene.pass(SECOND);
        scene.server.drop(STREAM);
        scene.pass(Duration.ofSeconds(20));
        assertThat(tenure.trouble()).contains("is gone");

        scene.server.stream("stream/2026-01-02", "x");
        scene.server.write("stream/2026-01-02", "x", "2");
        scene.pass(Duration.ofSeconds(12));

        assertThat(scene.said).anyMatch(said -> said.startsWith("lost: the stream stream/2026-01-01 is gone"));
        assertThat(scene.done).containsExactly("1", "2");
        assertThat(tenure.trouble()).isNull();
    }

    @Test
    void a_table_without_a_stream_is_waited_for() throws Exception {
        scene.server.drop(STREAM);
        var tenure = scene.hub();
        scene.pass(SECOND);
        assertThat(tenure.trouble()).isEqualTo("table orders has no stream");

        scene.server.stream(STREAM, "a");
        scene.server.write(STREAM, "a", "1");
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1");
        assertThat(tenure.trouble()).isNull();
    }

    @Test
    void a_server_that_is_away_is_waited_for_and_nothing_is_lost_or_repeated() throws Exception {
        scene.server.write(STREAM, "a", "1");
        var tenure = scene.hub();
        scene.pass(SECOND);
        scene.server.away = true;
        scene.pass(Duration.ofMinutes(1));
        assertThat(tenure.trouble()).contains("connection refused");
        scene.server.away = false;
        scene.server.write(STREAM, "a", "2");

        scene.pass(Duration.ofSeconds(30));

        assertThat(scene.done).containsExactly("1", "2");
        assertThat(tenure.trouble()).isNull();
    }

    @Test
    void without_our_database_nothing_is_handed_out_and_what_was_in_hand_comes_again() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "4");
        scene.hub(changes -> {
            scene.work(changes);
            scene.checkpoints.away = true;
        });
        scene.pass(Duration.ofSeconds(20));
        assertThat(scene.done).containsExactly("1", "2", "3");
        assertThat(scene.said).contains("over: connection refused");
        scene.kill();
        scene.checkpoints.away = false;

        scene.hub();
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("1", "2", "3", "1", "2", "3", "4");
    }

    @Test
    void a_new_consumer_that_starts_now_gets_what_is_made_from_now_on_also_when_it_is_killed_before_its_first_change() throws Exception {
        scene.server.write(STREAM, "a", "old");
        split("a", "b");
        scene.server.write(STREAM, "b", "old too");
        scene.now = scene.now.plus(Duration.ofMinutes(2));
        scene.startAt = StartAt.NOW;
        scene.hub();
        scene.pass(Duration.ofMillis(1));
        scene.kill();
        scene.server.write(STREAM, "b", "new");

        scene.hub();
        scene.pass(SECOND);

        assertThat(scene.done).containsExactly("new");
    }

    @Test
    void lag_is_the_age_of_the_oldest_change_that_is_not_acknowledged() throws Exception {
        scene.server.shard(STREAM, "b", null);
        var tenure = scene.hub();
        scene.pass(SECOND);
        assertThat(tenure.lag().orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(200));

        scene.poison = "bad";
        scene.server.write(STREAM, "a", "bad");
        scene.pass(Duration.ofMinutes(5));
        assertThat(tenure.lag().orElseThrow()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plus(SECOND));

        scene.poison = null;
        scene.pass(Duration.ofSeconds(31));
        assertThat(tenure.lag().orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_holder_that_takes_over_far_behind_says_so_as_soon_as_it_has_read() throws Exception {
        scene.server.write(STREAM, "a", "1", "2", "3", "bad");
        scene.now = scene.now.plus(Duration.ofHours(3));
        scene.poison = "bad";

        var tenure = scene.hub();
        scene.pass(SECOND);

        assertThat(tenure.lag().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(3));
    }

    private void split(String parent, String... children) {
        scene.server.close(STREAM, parent);
        for (var child : children) {
            scene.server.shard(STREAM, child, parent);
        }
    }
}
