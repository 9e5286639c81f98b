package hub.acceptance.pipeline;

import static hub.acceptance.pipeline.Pipeline.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Hub;
import hub.acceptance.Jmx;
import hub.pipeline.EntityType;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Query;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that one hub has sent while Kafka is away, and whose message another hub is given: it arrives once. */
class PipelineHubsTest {

    private static final EntityType TYPE = EntityType.REGISTRATION;
    private static final Map<String, String> SETTINGS = Map.of("pipeline.visibility", "3s", "pipeline.publish.patience", "2s", "hub.sqs.wait-time", "1s");
    private static Pipeline pipeline;
    private static Hub one;
    private static Hub other;

    @BeforeAll
    static void two_hubs() {
        pipeline = Pipeline.start(SETTINGS, 2);
        one = pipeline.world.hub();
        other = pipeline.world.hubs().get(1);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @AfterEach
    void restore() {
        pipeline.world.backend("kafka", false);
    }

    @BeforeEach
    void both_run() {
        if (!one.isAlive()) {
            one.start();
        }
    }

    @Test
    void a_worker_that_is_suspended_gives_its_messages_back_and_their_records_stay_with_its_hub() throws Exception {
        var recordId = sentByOneWhileKafkaIsAway();

        worker(one, "suspend");
        worker(other, "resume");
        holdsOneAndWaits(other);
        pipeline.world.backend("kafka", false);

        arrivesOnce(recordId);
        worker(one, "resume");
    }

    @Test
    void a_hub_that_is_stopped_leaves_its_records_to_another() throws Exception {
        var recordId = sentByOneWhileKafkaIsAway();

        one.stop();
        worker(other, "resume");
        holdsOneAndWaits(other);
        pipeline.world.backend("kafka", false);

        arrivesOnce(recordId);
    }

    @Test
    void records_of_a_hub_that_was_killed_are_sent_by_another_when_their_lease_is_over() throws Exception {
        var recordId = sentByOneWhileKafkaIsAway();

        one.kill();
        worker(other, "resume");
        holdsOneAndWaits(other);
        pipeline.world.backend("kafka", false);

        arrivesOnce(recordId);
    }

    /** Both producers know Kafka; then only one hub receives. */
    private static String sentByOneWhileKafkaIsAway() throws Exception {
        eventually().until(() -> {
            pipeline.enterMany(TYPE, 10);
            return Stream.of(one, other).allMatch(hub -> Pipeline.metric(hub, "hub_queue_messages_total", TYPE.queue(), "outcome=\"applied\"") > 0);
        });
        pipeline.isDrained();
        worker(other, "suspend");
        pipeline.world.backend("kafka", true);
        var recordId = pipeline.enter(TYPE, Pipeline.valid(TYPE));
        holdsOneAndWaits(one);
        return recordId;
    }

    private static void holdsOneAndWaits(Hub hub) {
        eventually().until(() -> Pipeline.metric(hub, "hub_queue_in_hand", TYPE.queue(), "") == 1 && Pipeline.metric(hub, "hub_queue_away", TYPE.queue(), "") == 1);
    }

    /** A second copy would come as soon as its producer has found Kafka again, in a second or so. */
    private static void arrivesOnce(String recordId) {
        pipeline.record(TYPE, recordId);
        pipeline.isDrained();
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(pipeline.records(TYPE, recordId)).hasSize(1);
        assertThat(pipeline.database.count("select count(*) from hub.failure")).isZero();
    }

    private static void worker(Hub hub, String operation) throws Exception {
        Jmx.invoke(hub, "org.apache.camel:type=routes,*", Query.initialSubString(Query.attr("EndpointUri"), Query.value("sqs-batch://" + TYPE.queue())), operation);
    }
}
