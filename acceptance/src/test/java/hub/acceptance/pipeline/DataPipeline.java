package hub.acceptance.pipeline;

import static hub.acceptance.pipeline.Pipeline.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Kafka;
import hub.events.Json;
import hub.pipeline.EntityType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the data pipeline does with what it is given, through outages and kills too, whichever way it fans out. */
abstract class DataPipeline {

    private static final EntityType TYPE = EntityType.REGISTRATION;
    private static final int VISIBILITY = 3;
    private static final int MAX_RECEIVES = 5;
    private static Pipeline pipeline;

    /** A hub whose messages come again soon. @param fanOut as {@code pipeline.fanout} */
    static void start(String fanOut) {
        pipeline = Pipeline.start(Map.of("pipeline.fanout", fanOut, "pipeline.visibility", VISIBILITY + "s", "pipeline.publish.patience", "3s"));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @AfterEach
    void restore() {
        pipeline.world.backend("kafka", false);
        pipeline.world.backend("sqs", false);
    }

    @ParameterizedTest
    @EnumSource
    void an_entity_arrives_on_the_topic_of_its_type_under_its_key(EntityType type) {
        var data = Pipeline.valid(type);

        var recordId = pipeline.enter(type, data);

        var record = pipeline.record(type, recordId);
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(data.get(type.key()).asText());
        assertThat(Json.read(new String(record.value(), StandardCharsets.UTF_8))).isEqualTo(data.put("recordId", recordId));
        assertThat(Kafka.header(record, "type")).isEqualTo(type.name());
        assertThat(Kafka.header(record, "correlationid")).isNotBlank();
        assertThat(Kafka.header(record, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    }

    @Test
    void correlation_and_trace_of_the_sender_reach_the_record() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var record = pipeline.record(EntityType.MARKET, pipeline.enter(EntityType.MARKET, Pipeline.valid(EntityType.MARKET), "correlationid", "case-7", "traceparent", trace));

        assertThat(Kafka.header(record, "correlationid")).isEqualTo("case-7");
        assertThat(Kafka.header(record, "traceparent")).isEqualTo(trace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invalid-type      | {\"type\": \"VENUE\", \"data\": {\"venueId\": \"v\"}}",
        "invalid-type      | {\"data\": {\"venueId\": \"v\"}}",
        "empty-data        | {\"type\": \"MARKET\", \"data\": {}}",
        "empty-data        | {\"type\": \"MARKET\"}",
        "malformed-message | {\"type\": "})
    void what_is_no_entity_is_rejected_at_the_entrance_and_its_neighbours_arrive(String code, String body) {
        var before = pipeline.enter(EntityType.CAMPAIGN, Pipeline.valid(EntityType.CAMPAIGN));
        var rejected = pipeline.send("dataQueue", body);
        var after = pipeline.enter(EntityType.CAMPAIGN, Pipeline.valid(EntityType.CAMPAIGN));

        pipeline.failsAs(rejected, "REJECTED " + code + " fan-out");
        pipeline.isDrained();
        assertThat(pipeline.counts(EntityType.CAMPAIGN)).containsKeys(before, after);
    }

    @ParameterizedTest
    @CsvSource({"CAMPAIGN, publish-campaigns, status-missing", "EVENT_MAPPING, publish-event-mappings, event-is-null", "MARKET, publish-markets, id-is-empty",
        "REGISTERED_MARKET, publish-registered-markets, market-is-a-list", "REGISTRATION, publish-registrations, updated-is-no-time"})
    void an_entity_that_violates_the_schema_of_its_type_is_rejected_and_its_neighbours_arrive(EntityType type, String flow, String why) {
        var before = pipeline.enter(type, Pipeline.valid(type));
        var recordId = pipeline.enter(type, Pipeline.example(type + ".invalid-" + why + ".json"));
        var after = pipeline.enter(type, Pipeline.valid(type));

        eventually().untilAsserted(() -> assertThat(pipeline.database.sql("select status || ' ' || code || ' ' || flow from hub.failure where headers ->> 'recordId' = ?", recordId)
                .query(String.class).list()).containsExactly("REJECTED schema-violation " + flow));
        pipeline.isDrained();
        assertThat(pipeline.counts(type)).containsKeys(before, after).doesNotContainKey(recordId);
    }

    @Test
    void a_message_on_a_typed_queue_without_a_fitting_type_is_rejected() {
        var body = Json.write(Pipeline.valid(EntityType.MARKET).put("recordId", "r"));
        var untyped = pipeline.send("marketDataQueue", body, "recordId", "r");
        var unknown = pipeline.send("marketDataQueue", body, "recordId", "r", "type", "VENUE");
        var elsewhere = pipeline.send("marketDataQueue", body, "recordId", "r", "type", "CAMPAIGN");

        pipeline.failsAs(untyped, "REJECTED missing-type publish-markets");
        pipeline.failsAs(unknown, "REJECTED invalid-type publish-markets");
        pipeline.failsAs(elsewhere, "REJECTED wrong-queue publish-markets");
        pipeline.isDrained();
        assertThat(pipeline.records(EntityType.MARKET, "r")).isEmpty();
    }

    @Test
    void a_record_that_its_topic_does_not_take_is_held_at_once_and_its_neighbours_arrive() {
        var type = EntityType.REGISTRATION;
        var before = pipeline.enterMany(type, 10);
        var recordId = pipeline.enter(type, Pipeline.valid(type).put("notes", "x".repeat(140_000)));
        var after = pipeline.enterMany(type, 10);

        eventually().untilAsserted(() -> assertThat(pipeline.database.sql("select status || ' ' || code || ' ' || flow from hub.failure where headers ->> 'recordId' = ?", recordId)
                .query(String.class).list()).containsExactly("HELD record-too-large publish-registrations"));
        pipeline.isDrained();
        assertThat(pipeline.counts(type)).containsKeys(before.toArray(String[]::new)).containsKeys(after.toArray(String[]::new)).doesNotContainKey(recordId);
    }

    @Test
    void an_entity_that_no_queue_takes_with_its_record_id_is_held_at_once() {
        var data = Pipeline.valid(EntityType.MARKET);
        int room = 262_144 - Json.write(data).length() - "{'type':'MARKET','data':,'x':''}".length();

        var messageId = pipeline.enter(EntityType.MARKET, data.put("x", "y".repeat(room)));

        pipeline.failsAs(messageId, "HELD record-too-large fan-out");
        pipeline.isDrained();
    }

    @Test
    void a_message_that_is_delivered_many_times_publishes_one_record() {
        var recordId = "repeated-" + System.nanoTime();
        var body = Json.write(Pipeline.valid(EntityType.EVENT_MAPPING).put("recordId", recordId));
        IntStream.range(0, 40).parallel().forEach(n -> pipeline.send("eventMappingDataQueue", body, "recordId", recordId, "type", "EVENT_MAPPING"));

        pipeline.isDrained();
        assertThat(pipeline.records(EntityType.EVENT_MAPPING, recordId)).hasSize(1);
        pipeline.send("eventMappingDataQueue", body, "recordId", recordId, "type", "EVENT_MAPPING");
        pipeline.isDrained();
        assertThat(pipeline.records(EntityType.EVENT_MAPPING, recordId)).hasSize(1);
    }

    @Test
    void many_entities_of_all_types_arrive_once_each() {
        var entered = Stream.of(EntityType.values()).collect(Collectors.toMap(type -> type, type -> pipeline.enterMany(type, 60)));

        pipeline.isDrained();
        entered.forEach((type, ids) -> assertThat(pipeline.counts(type)).as(type.name()).containsAllEntriesOf(ids.stream().collect(Collectors.toMap(id -> id, id -> 1))));
    }

    @Test
    void an_outage_of_kafka_longer_than_all_deliveries_fills_no_dead_letter_queue_and_everything_arrives_once() {
        var before = pipeline.enterMany(TYPE, 100);
        pipeline.world.backend("kafka", true);
        var during = pipeline.enterMany(TYPE, 100);
        var others = pipeline.enterMany(EntityType.CAMPAIGN, 20);

        Pipeline.pass(Duration.ofSeconds(VISIBILITY * (MAX_RECEIVES + 2)));
        assertThat(pipeline.messages(TYPE.queue())).isPositive();
        pipeline.world.backend("kafka", false);

        pipeline.isDrained();
        pipeline.arrivedOnce(TYPE, before);
        pipeline.arrivedOnce(TYPE, during);
        pipeline.arrivedOnce(EntityType.CAMPAIGN, others);
        assertThat(pipeline.messages(TYPE.queue() + "-dlq")).isZero();
        var all = Stream.of(before, during, others).flatMap(List::stream).toArray(String[]::new);
        assertThat(pipeline.database.count("select count(*) from hub.failure where headers ->> 'recordId' = any (?)", (Object) all)).isZero();
    }

    @Test
    void an_outage_of_sqs_loses_and_doubles_nothing() {
        var entered = pipeline.enterMany(TYPE, 400);
        eventually().until(() -> pipeline.counts(TYPE).keySet().stream().anyMatch(Set.copyOf(entered)::contains));

        pipeline.world.backend("sqs", true);
        Pipeline.pass(Duration.ofSeconds(VISIBILITY));
        pipeline.world.backend("sqs", false);

        pipeline.isDrained();
        pipeline.arrivedOnce(TYPE, entered);
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
}
