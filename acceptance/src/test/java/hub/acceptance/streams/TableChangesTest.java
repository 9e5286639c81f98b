package hub.acceptance.streams;

import static hub.acceptance.streams.Watch.TABLE;
import static hub.acceptance.streams.Watch.eventually;
import static hub.acceptance.streams.Watch.health;
import static hub.acceptance.streams.Watch.metric;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One hub that reads the changes of a table. */
class TableChangesTest {

    private static Watch watch;
    private static Hub hub;

    @BeforeAll
    static void a_hub() {
        watch = new Watch();
        watch.put("before", 1, 1);
        hub = watch.startHub();
    }

    @AfterAll
    static void stop() {
        watch.close();
    }

    @AfterEach
    void everything_is_back() {
        watch.broken(null);
        watch.world.backend("dynamodb", false);
        watch.world.backend("postgres", false);
        eventually().untilAsserted(() -> assertThat(health(hub)).startsWith("UP"));
    }

    @Test
    void a_new_consumer_begins_at_the_oldest_change_and_gets_every_change_of_an_item_in_order() {
        watch.put("order-1", 1, 60);
        watch.dynamo.delete(TABLE, "order-1");

        eventually().until(() -> watch.changes("order-1").size() >= 61);
        assertThat(watch.changes("order-1")).startsWith("INSERT - 1", "MODIFY 1 2").endsWith("REMOVE 60 -").hasSize(61);
        assertThat(watch.versions("before")).contains(1);
    }

    @Test
    void a_stopped_hub_goes_on_where_it_was_and_finishes_what_it_has_in_hand() {
        watch.put("slow-stop", 1, 1);
        eventually().until(() -> watch.isBegun("slow-stop"));
        var from = Instant.now();
        hub.stop();
        assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofSeconds(12));
        assertThat(watch.versions("slow-stop")).containsExactly(1);
        watch.put("stopped", 1, 3);

        hub.start();

        eventually().until(() -> watch.versions("stopped").size() >= 3);
        assertThat(watch.versions("stopped")).containsExactly(1, 2, 3);
        assertThat(watch.versions("slow-stop")).containsExactly(1);
    }

    @Test
    void a_killed_hub_repeats_at_most_the_batch_that_it_had_in_hand() {
        watch.put("killed", 1, 40);
        eventually().until(() -> watch.versions("killed").size() >= 10);

        hub.kill();
        hub.start();

        eventually().until(() -> watch.versions("killed").contains(40));
        assertThat(watch.versions("killed").stream().distinct().toList()).isEqualTo(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(watch.versions("killed")).hasSizeLessThanOrEqualTo(65);
    }

    @Test
    void a_failing_batch_comes_again_until_it_does_not_and_shows_in_lag_and_health() {
        watch.broken("bad");
        watch.put("bad", 1, 1);
        watch.put("behind", 1, 2);

        eventually().until(() -> metric(hub, "hub_stream_lag_seconds") > 3);
        assertThat(health(hub)).isEqualTo("DOWN follow-orders: told to fail");
        assertThat(Http.get(hub.opsUrl() + "/observe/health/ready").status()).isEqualTo(200);
        assertThat(metric(hub, "hub_stream_failed_batches_total")).isPositive();
        assertThat(watch.changes("behind")).isEmpty();

        watch.broken(null);
        eventually().until(() -> watch.versions("behind").equals(List.of(1, 2)));
        assertThat(watch.versions("bad")).containsExactly(1);
        eventually().until(() -> metric(hub, "hub_stream_lag_seconds") < 1);
    }

    @Test
    void without_dynamodb_it_waits_and_nothing_is_lost_or_repeated() {
        watch.put("outage", 1, 2);
        eventually().until(() -> watch.versions("outage").size() == 2);
        watch.world.backend("dynamodb", true);
        eventually().until(() -> health(hub).startsWith("DOWN"));

        watch.world.backend("dynamodb", false);
        watch.put("outage", 3, 4);

        eventually().until(() -> watch.versions("outage").size() >= 4);
        assertThat(watch.versions("outage")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void without_postgresql_nothing_is_handed_out_and_nothing_is_lost() {
        watch.put("no-database", 1, 1);
        eventually().until(() -> watch.versions("no-database").size() == 1);
        watch.world.backend("postgres", true);
        eventually().until(() -> health(hub).startsWith("DOWN"));
        watch.put("no-database", 2, 3);

        watch.world.backend("postgres", false);

        eventually().until(() -> watch.versions("no-database").contains(3));
        assertThat(watch.versions("no-database").stream().distinct().toList()).containsExactly(1, 2, 3);
    }

    @Test
    void a_stream_that_was_switched_off_and_on_is_read_to_its_end_and_its_successor_from_its_beginning() {
        hub.kill();
        watch.put("renewed", 1, 3);
        watch.dynamo.renewStream(TABLE);
        watch.put("renewed", 4, 5);
        hub.start();

        eventually().until(() -> watch.versions("renewed").size() >= 5);
        assertThat(watch.versions("renewed")).containsExactly(1, 2, 3, 4, 5);
        eventually().until(() -> watch.database.count("select count(*) from hub.incident where key = 'stream-reborn/follow-orders'") == 1);
    }

    @Test
    void a_table_that_was_deleted_and_made_again_is_read_from_the_beginning() {
        watch.put("reborn", 1, 1);
        eventually().until(() -> watch.versions("reborn").size() == 1);

        watch.dynamo.drop(TABLE);
        watch.dynamo.create(TABLE);
        watch.put("reborn", 2, 3);

        eventually().until(() -> watch.versions("reborn").size() >= 3);
        assertThat(watch.versions("reborn")).containsExactly(1, 2, 3);
        assertThat(watch.database.count("select count(*) from hub.stream_checkpoint where consumer = 'follow-orders'")).isEqualTo(1);
    }

    @Test
    void a_checkpoint_that_the_stream_does_not_know_any_more_is_reported() {
        watch.put("lost", 1, 1);
        eventually().until(() -> watch.versions("lost").size() == 1);
        hub.kill();
        watch.database.sql("update hub.stream_checkpoint set shard = 'shardId-00000000000000000000-00000000'").update();

        hub.start();

        eventually().until(() -> watch.database.count("select count(*) from hub.incident where key = 'stream-lost/follow-orders'") == 1);
        eventually().until(() -> metric(hub, "hub_stream_lost_total") == 1);
        watch.put("lost", 2, 2);
        eventually().until(() -> watch.versions("lost").contains(2));
    }
}
