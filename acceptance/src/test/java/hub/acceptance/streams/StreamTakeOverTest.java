package hub.acceptance.streams;

import static hub.acceptance.streams.Watch.eventually;
import static hub.acceptance.streams.Watch.metric;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Hub;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hubs on one table, one of which stops, dies or hangs. */
class StreamTakeOverTest {

    private static Watch watch;
    private static List<Hub> hubs;

    @BeforeAll
    static void two_hubs() {
        watch = new Watch();
        hubs = List.of(watch.launchHub(), watch.launchHub());
        hubs.forEach(Hub::awaitReady);
    }

    @AfterAll
    static void stop() {
        watch.close();
    }

    @BeforeEach
    void both_run() {
        hubs.stream().filter(hub -> !hub.isAlive()).forEach(Hub::start);
    }

    @Test
    void one_hub_reads_and_when_it_is_stopped_the_other_takes_over_and_repeats_nothing() {
        watch.put("stopped", 1, 30);
        eventually().until(() -> watch.versions("stopped").size() >= 30);
        assertThat(watch.writers("stopped")).hasSize(1);
        assertThat(hubs.stream().mapToDouble(hub -> metric(hub, "hub_stream_reading")).sum()).isEqualTo(1);
        var holder = holder();

        holder.stop();
        watch.put("stopped", 31, 40);

        takesOver(holder);
        eventually().until(() -> watch.versions("stopped").size() >= 40);
        assertThat(watch.versions("stopped")).isEqualTo(upTo(40));
    }

    @Test
    void when_the_reading_hub_is_killed_the_other_takes_over_within_5_seconds_and_nothing_is_lost() {
        watch.put("killed", 1, 5);
        eventually().until(() -> !watch.versions("killed").isEmpty());
        var holder = holder();

        holder.kill();
        watch.put("killed", 6, 10);

        takesOver(holder);
        eventually().until(() -> watch.versions("killed").contains(10));
        assertThat(watch.versions("killed").stream().distinct().toList()).isEqualTo(upTo(10));
    }

    @Test
    void when_the_reading_hub_hangs_the_other_takes_over_within_5_seconds_and_the_one_that_wakes_up_hands_out_nothing_more() {
        watch.put("hung", 1, 5);
        eventually().until(() -> watch.versions("hung").size() >= 5);
        var holder = holder();

        holder.hang();
        try {
            takesOver(holder);
        } finally {
            holder.goOn();
        }

        watch.put("hung", 6, 20);
        eventually().until(() -> watch.versions("hung").size() >= 20);
        assertThat(watch.versions("hung")).isEqualTo(upTo(20));
        assertThat(watch.writers("hung")).hasSize(2);
        assertThat(holder()).isNotEqualTo(holder);
        eventually().until(() -> metric(holder, "hub_stream_reading") == 0);
    }

    private static List<Integer> upTo(int version) {
        return IntStream.rangeClosed(1, version).boxed().toList();
    }

    private static void takesOver(Hub before) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> holder() != before);
    }

    /** The hub whose connection holds the consumer's lease. */
    private static Hub holder() {
        var name = watch.database.leaseHolder("stream", "follow-orders");
        return hubs.stream().filter(hub -> name.equals("hub stream follow-orders " + hub.pid())).findFirst().orElseThrow();
    }
}
