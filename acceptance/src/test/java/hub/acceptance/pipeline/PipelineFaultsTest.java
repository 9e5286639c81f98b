package hub.acceptance.pipeline;

import static hub.acceptance.pipeline.Pipeline.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.pipeline.EntityType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The data pipeline through outages and kills: every entity arrives, and once, except where the hub is killed between Kafka's acknowledgement and the claim. */
class PipelineFaultsTest {

    private static final EntityType TYPE = EntityType.REGISTRATION;
    private static final int VISIBILITY = 3;
    private static final int MAX_RECEIVES = 5;
    private static Pipeline pipeline;

    @BeforeAll
    static void a_hub_whose_messages_come_again_soon() {
        pipeline = Pipeline.start(Map.of("pipeline.visibility", VISIBILITY + "s", "pipeline.publish.patience", "3s"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @AfterEach
    void restore() {
        pipeline.world.backend("kafka", false);
        pipeline.world.backend("postgres", false);
        pipeline.database.sql("drop trigger if exists at_commit on pipeline.published").update();
    }

    @Test
    void an_outage_of_kafka_longer_than_all_deliveries_fills_no_dead_letter_queue_and_everything_arrives_once() {
        var before = pipeline.enterMany(TYPE, 100);
        pipeline.world.backend("kafka", true);
        var during = pipeline.enterMany(TYPE, 100);
        var others = pipeline.enterMany(EntityType.CAMPAIGN, 20);

        pass(Duration.ofSeconds(VISIBILITY * (MAX_RECEIVES + 2)));
        assertThat(pipeline.messages(TYPE.queue())).isPositive();
        pipeline.world.backend("kafka", false);

        pipeline.isDrained();
        arrivedOnce(TYPE, before);
        arrivedOnce(TYPE, during);
        arrivedOnce(EntityType.CAMPAIGN, others);
        assertThat(pipeline.messages(TYPE.queue() + "-dlq")).isZero();
        assertThat(pipeline.database.count("select count(*) from hub.failure")).isZero();
    }

    @Test
    void a_hub_that_starts_while_kafka_is_away_publishes_once_it_is_back() {
        pipeline.world.backend("kafka", true);
        pipeline.world.hub().stop();
        pipeline.world.hub().launch();
        var entered = pipeline.enterMany(TYPE, 20);
        pass(Duration.ofSeconds(12));
        pipeline.world.backend("kafka", false);

        pipeline.world.hub().awaitReady();
        pipeline.isDrained();
        arrivedOnce(TYPE, entered);
    }

    @Test
    void an_outage_of_the_database_loses_and_doubles_nothing() {
        var before = pipeline.enterMany(TYPE, 100);
        pipeline.world.backend("postgres", true);
        var during = pipeline.enterMany(TYPE, 100);
        pass(Duration.ofSeconds(5));
        pipeline.world.backend("postgres", false);

        pipeline.isDrained();
        arrivedOnce(TYPE, before);
        arrivedOnce(TYPE, during);
    }

    @Test
    void a_claim_that_cannot_be_committed_is_made_again_without_sending_again() {
        atCommit("if random() < 0.5 then raise exception 'refused by the test'; end if");

        var entered = pipeline.enterMany(TYPE, 30);

        eventually().until(() -> pipeline.counts(TYPE).keySet().containsAll(entered));
        pipeline.database.sql("drop trigger if exists at_commit on pipeline.published").update();
        pipeline.isDrained();
        arrivedOnce(TYPE, entered);
    }

    @Test
    void a_hub_that_is_killed_between_acknowledgement_and_claim_repeats_the_record_and_loses_nothing() {
        atCommit("perform pg_sleep(60)");
        var recordId = pipeline.enter(TYPE, Pipeline.valid(TYPE));
        pipeline.record(TYPE, recordId);
        assertThat(pipeline.database.count("select count(*) from pipeline.published where record_id = ?", recordId)).isZero();

        pipeline.world.hub().kill();
        pipeline.database.sql("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'").query(Boolean.class).list();
        pipeline.database.sql("drop trigger at_commit on pipeline.published").update();
        pipeline.world.hub().start();

        pipeline.isDrained();
        var records = pipeline.records(TYPE, recordId);
        assertThat(records).hasSize(2);
        assertThat(records.get(1).key()).isEqualTo(records.get(0).key());
        assertThat(records.get(1).value()).isEqualTo(records.get(0).value());
    }

    @Test
    void a_hub_that_is_killed_in_the_middle_of_traffic_loses_nothing() {
        var entered = pipeline.enterMany(TYPE, 400);
        eventually().until(() -> pipeline.counts(TYPE).keySet().stream().anyMatch(Set.copyOf(entered)::contains));

        pipeline.world.hub().kill();
        pipeline.world.hub().start();

        pipeline.isDrained();
        assertThat(pipeline.counts(TYPE).keySet()).containsAll(entered);
    }

    private static void atCommit(String act) {
        pipeline.database.sql("create or replace function pipeline.at_commit() returns trigger language plpgsql as $$ begin " + act + "; return null; end $$").update();
        pipeline.database.sql("create constraint trigger at_commit after insert on pipeline.published deferrable initially deferred for each row execute function pipeline.at_commit()").update();
    }

    private static void arrivedOnce(EntityType type, List<String> recordIds) {
        var counts = pipeline.counts(type);
        assertThat(recordIds.stream().collect(Collectors.toMap(Function.identity(), id -> counts.getOrDefault(id, 0)))).as("records by recordId").containsAllEntriesOf(
                recordIds.stream().collect(Collectors.toMap(Function.identity(), id -> 1)));
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
