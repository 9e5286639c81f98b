package hub.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.events.Schemas;
import hub.queues.Outcome;
import hub.queues.QueueMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityRecordsTest {

    private static final String MARKET = "{\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}";
    private final EntityRecords records = new EntityRecords(Schemas.load(Path.of("../mappings/pipeline")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "missing-type       | none     | r    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}",
        "invalid-type       | VENUE    | r    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}",
        "wrong-queue        | CAMPAIGN | r    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"name\": \"n\", \"status\": \"ACTIVE\"}",
        "schema-violation   | MARKET   | r    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"m\"}",
        "schema-violation   | MARKET   | r    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"\", \"name\": \"n\"}",
        "malformed-message  | MARKET   | r    | no JSON",
        "malformed-message  | MARKET   | r    | [1]",
        "missing-record-id  | MARKET   | none | {\"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}",
        "record-id-mismatch | MARKET   | s    | {\"recordId\": \"r\", \"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}"})
    void what_does_not_fit_is_rejected_with_a_code_and_a_reason(String code, String type, String recordId, String body) {
        var checked = records.check(List.of(message("1", type, recordId, body)));

        assertThat(checked.records()).isEmpty();
        assertThat(checked.outcomes().get("1")).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.reason()).isNotBlank();
        });
    }

    @Test
    void a_record_is_the_body_as_it_is_under_the_key_of_its_type() {
        var checked = records.check(List.of(message("1", "MARKET", "r", MARKET)));

        assertThat(checked.topic()).isEqualTo("market");
        assertThat(checked.records()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("m");
            assertThat(record.value()).isEqualTo(MARKET);
            assertThat(record.recordId()).isEqualTo("r");
        });
    }

    @Test
    void a_record_id_that_only_the_attribute_has_is_brought_into_the_value() {
        var checked = records.check(List.of(message("1", "MARKET", "r", "{\"campaignId\": \"c\", \"marketId\": \"m\", \"name\": \"n\"}")));

        assertThat(Json.read(checked.records().get(0).value())).isEqualTo(Json.read(MARKET));
    }

    @Test
    void neighbours_of_a_rejected_message_go_on() {
        var checked = records.check(List.of(message("1", "MARKET", "r", "{}"), message("2", "MARKET", "r", MARKET)));

        assertThat(checked.records()).extracting(Publication.Record::messageId).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({"CAMPAIGN, campaignDataQueue, campaign", "EVENT_MAPPING, eventMappingDataQueue, event-mapping", "MARKET, marketDataQueue, market",
        "REGISTERED_MARKET, registeredMarketDataQueue, registered-market", "REGISTRATION, registrationDataQueue, registration"})
    void every_type_has_its_queue_and_its_topic(EntityType type, String queue, String topic) {
        assertThat(EntityType.ofQueue(queue)).isEqualTo(type);
        assertThat(type.topic()).isEqualTo(topic);
    }

    private static QueueMessage message(String id, String type, String recordId, String body) {
        var attributes = new java.util.HashMap<String, String>();
        if (type != null) {
            attributes.put("type", type);
        }
        if (recordId != null) {
            attributes.put("recordId", recordId);
        }
        return new QueueMessage(id, body, Map.copyOf(attributes), 1, "handle", "marketDataQueue");
    }
}
