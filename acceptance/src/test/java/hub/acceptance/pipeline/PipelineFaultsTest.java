package hub.acceptance.pipeline;

import static hub.acceptance.pipeline.Pipeline.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.pipeline.EntityType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The publication of entities through outages and kills, whichever way they were fanned out: every entity arrives, and once, except where the hub is killed
 * between Kafka's acknowledgement and the claim.
 */
class PipelineFaultsTest {

    private static final EntityType TYPE = EntityType.REGISTRATION;
    private static Pipeline pipeline;

    @BeforeAll
    static void a_hub_whose_messages_come_again_soon() {
        pipeline = Pipeline.start(Map.of("pipeline.visibility", "3s", "pipeline.publish.patience", "3s"));
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
    void a_hub_that_starts_while_kafka_is_away_publishes_once_it_is_back() {
        pipeline.world.backend("kafka", true);
        pipeline.world.hub().stop();
        pipeline.world.hub().launch();
        var entered = pipeline.enterMany(TYPE, 20);
        Pipeline.pass(Duration.ofSeconds(12));
        pipeline.world.backend("kafka", false);

        pipeline.world.hub().awaitReady();
        pipeline.isDrained();
        pipeline.arrivedOnce(TYPE, entered);
    }

    @Test
    void an_outage_of_the_database_loses_and_doubles_nothing() {
        var before = pipeline.enterMany(TYPE, 100);
        pipeline.world.backend("postgres", true);
        var during = pipeline.enterMany(TYPE, 100);
        Pipeline.pass(Duration.ofSeconds(5));
        pipeline.world.backend("postgres", false);

        pipeline.isDrained();
        pipeline.arrivedOnce(TYPE, before);
        pipeline.arrivedOnce(TYPE, during);
    }

    @Test
    void a_claim_that_cannot_be_committed_is_made_again_without_sending_again() {
        atCommit("if random() < 0.5 then raise exception 'refused by the test'; end if");

        var entered = pipeline.enterMany(TYPE, 30);

        eventually().until(() -> pipeline.counts(TYPE).keySet().containsAll(entered));
        pipeline.database.sql("drop trigger if exists at_commit on pipeline.published").update();
        pipeline.isDrained();
        pipeline.arrivedOnce(TYPE, entered);
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

    private static void atCommit(String act) {
        pipeline.database.sql("create or replace function pipeline.at_commit() returns trigger language plpgsql as $$ begin " + act + "; return null; end $$").update();
        pipeline.database.sql("create constraint trigger at_commit after insert on pipeline.published deferrable initially deferred for each row execute function pipeline.at_commit()").update();
    }
}
