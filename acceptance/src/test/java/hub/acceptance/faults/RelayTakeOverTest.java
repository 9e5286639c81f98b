package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hubs on one set of backends, one of which dies or hangs in the middle of traffic. */
class RelayTakeOverTest {

    private static final String SUBSCRIBER = "two-hubs";
    private static final int SUBJECTS = 20;
    private static World world;
    private static Database database;
    private static Kafka kafka;
    private static Stage stage;
    private static List<Hub> hubs;

    @BeforeAll
    static void two_hubs() {
        world = World.sandboxOnly();
        hubs = List.of(launch(), launch());
        hubs.forEach(Hub::awaitReady);
        database = new Database(world);
        kafka = new Kafka(world);
        stage = new Stage(world);
    }

    private static Hub launch() {
        return world.launchHub(Map.of("failures.retry.delays", "300ms"), home -> Stage.subscribe(home, SUBSCRIBER, Map.of("types", Traffic.TYPE, "concurrency", "3")));
    }

    @AfterAll
    static void stop() {
        world.close();
        kafka.close();
    }

    @BeforeEach
    void both_run() {
        hubs.stream().filter(hub -> !hub.isAlive()).forEach(Hub::start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "stream"})
    void when_the_holder_of_a_relay_is_killed_the_other_hub_takes_over_within_5_seconds_and_nothing_is_lost(String relay) {
        try (var traffic = new Traffic(world)) {
            var subjects = "killed-" + relay + "-";
            var holder = holderInTraffic(relay, traffic, subjects);

            holder.kill();

            takesOver(relay, holder);
            traffic.stop();
            stage.everyEventHadItsEffectOnceAndInOrder(SUBSCRIBER, subjects);
            stage.everyEventIsOnKafkaInOrder(kafka, subjects);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus", "stream"})
    void when_the_holder_of_a_relay_hangs_the_other_hub_takes_over_within_5_seconds_and_a_holder_that_wakes_up_repeats_at_most(String relay) {
        try (var traffic = new Traffic(world)) {
            var subjects = "hung-" + relay + "-";
            var holder = holderInTraffic(relay, traffic, subjects);

            holder.hang();
            try {
                takesOver(relay, holder);
            } finally {
                holder.goOn();
            }

            eventually().until(() -> stage.effects(SUBSCRIBER, subjects + 0).size() > 10);
            traffic.stop();
            stage.everyEventHadItsEffectOnceAndInOrder(SUBSCRIBER, subjects);
            stage.everyEventIsOnKafkaInOrder(kafka, subjects);
            assertThat(holder(relay)).isNotEqualTo(holder);
        }
    }

    @Test
    void a_subject_keeps_its_order_at_two_hubs_when_one_of_its_events_fails_in_the_middle() {
        try (var traffic = new Traffic(world)) {
            stage.upset(SUBSCRIBER, "middle-1", 3, "throw");
            for (int i = 0; i < SUBJECTS; i++) {
                traffic.write("middle-" + i, 6);
            }
            eventually().until(() -> database.failures(SUBSCRIBER, "middle-1").equals(List.of("HELD", "BLOCKED", "BLOCKED", "BLOCKED")));
            eventually().until(() -> stage.effects(SUBSCRIBER, "middle-" + (SUBJECTS - 1)).size() == 6);
            assertThat(stage.effects(SUBSCRIBER, "middle-1")).containsExactly(1, 2);

            stage.calm(SUBSCRIBER);
            retry("middle-1");

            stage.everyEventHadItsEffectOnceAndInOrder(SUBSCRIBER, "middle-");
            eventually().until(() -> database.failures(SUBSCRIBER, "middle-1").equals(List.of("RESOLVED", "RESOLVED", "RESOLVED", "RESOLVED")));
        }
    }

    @Test
    void a_subscriber_that_one_hub_alone_declares_gets_its_history_from_the_hub_that_publishes() throws IOException {
        try (var traffic = new Traffic(world)) {
            traffic.write("declared-1", 5);
            stage.everyEventHadItsEffectOnceAndInOrder(SUBSCRIBER, "declared-");
            var publishing = holder("bus");
            var other = hubs.stream().filter(hub -> hub != publishing).findFirst().orElseThrow();
            other.kill();
            Stage.subscribe(other.home(), "one-hub-alone", Map.of("types", Traffic.TYPE, "startAt", "beginning"));
            other.start();

            traffic.write("declared-1", 5);

            stage.everyEventHadItsEffectOnceAndInOrder("one-hub-alone", "declared-");
            assertThat(holder("bus")).isEqualTo(publishing);
        }
    }

    private static void retry(String subject) {
        database.sql("update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp() where subscriber = ? and subject = ? and status = 'HELD'", SUBSCRIBER, subject).update();
    }

    private static Hub holderInTraffic(String relay, Traffic traffic, String subjects) {
        traffic.flow(subjects, SUBJECTS);
        eventually().until(() -> stage.effects(SUBSCRIBER, subjects + 0).size() > 3 && !Stage.onKafka(kafka, subjects).isEmpty());
        return holder(relay);
    }

    private static void takesOver(String relay, Hub before) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> holder(relay) != before);
    }

    /** The hub whose connection holds the relay's advisory lock. */
    private static Hub holder(String relay) {
        var name = database.leaseHolder("relay", relay);
        return hubs.stream().filter(hub -> name.equals("hub relay " + relay + " " + hub.pid())).findFirst().orElseThrow();
    }
}
