package hub.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.events.Sends;
import hub.queues.FanOut;
import hub.queues.Letter;
import hub.queues.Outcome;
import hub.queues.Parcel;
import hub.queues.QueueMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitiesTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private final Entities entities = new Entities();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invalid-type      | {\"type\": \"VENUE\", \"data\": {\"venueId\": \"v\"}}",
        "invalid-type      | {\"type\": \"market\", \"data\": {\"marketId\": \"m\"}}",
        "invalid-type      | {\"type\": 5, \"data\": {\"marketId\": \"m\"}}",
        "invalid-type      | {\"data\": {\"marketId\": \"m\"}}",
        "empty-data        | {\"type\": \"MARKET\"}",
        "empty-data        | {\"type\": \"MARKET\", \"data\": null}",
        "empty-data        | {\"type\": \"MARKET\", \"data\": {}}",
        "empty-data        | {\"type\": \"MARKET\", \"data\": []}",
        "empty-data        | {\"type\": \"MARKET\", \"data\": \" \"}",
        "schema-violation  | {\"type\": \"MARKET\", \"data\": [1]}",
        "schema-violation  | {\"type\": \"MARKET\", \"data\": \"m\"}",
        "malformed-message | market",
        "malformed-message | []",
        "malformed-message | {\"type\": \"MARKET\", \"type\": \"CAMPAIGN\", \"data\": {\"a\": 1}}"})
    void an_invalid_message_is_rejected_with_a_code_and_a_reason(String code, String body) {
        var outcome = entities.format(List.of(message("1", body, Map.of()))).outcomes().get("1");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.reason()).isNotBlank();
        });
    }

    @Test
    void a_valid_message_becomes_its_data_with_the_record_id_whatever_record_id_it_brought() {
        var parcel = only(entities.format(List.of(message("7", "{\"type\": \"MARKET\", \"data\": {\"marketId\": \"m\", \"price\": 1.10, \"recordId\": \"old\"}}", Map.of()))));

        assertThat(parcel.queue()).isEqualTo("marketDataQueue");
        assertThat(Json.read(parcel.letters().get(0).body())).isEqualTo(Json.read("{\"recordId\": \"7\", \"marketId\": \"m\", \"price\": 1.10}"));
        assertThat(parcel.letters().get(0).attributes()).containsEntry("recordId", "7").containsEntry("type", "MARKET");
    }

    @Test
    void correlation_and_trace_go_on_and_are_made_where_there_are_none() {
        var body = "{\"type\": \"MARKET\", \"data\": {\"marketId\": \"m\"}}";
        var parcel = only(entities.format(List.of(message("1", body, Map.of("traceparent", TRACE, "correlationid", "case-7")), message("2", body, Map.of("traceparent", "nonsense")))));

        assertThat(parcel.letters().get(0).attributes()).containsEntry("traceparent", TRACE).containsEntry("correlationid", "case-7");
        assertThat(parcel.letters().get(1).attributes().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(parcel.letters().get(1).attributes().get("correlationid")).isNotBlank();
    }

    @Test
    void neighbours_of_an_invalid_message_go_on() {
        var fanOut = entities.format(List.of(message("1", "nonsense", Map.of()), message("2", "{\"type\": \"CAMPAIGN\", \"data\": {\"campaignId\": \"c\"}}", Map.of())));

        assertThat(only(fanOut).letters()).extracting(Letter::origin).containsExactly("2");
    }

    @Test
    void a_batch_goes_to_the_queues_in_parcels_of_one_type_and_ten_at_most() {
        var batch = IntStream.range(0, 50).mapToObj(n -> message("m" + n, "{\"type\": \"%s\", \"data\": {\"a\": 1}}".formatted(n < 23 ? "MARKET" : "CAMPAIGN"), Map.of())).toList();

        assertThat(entities.format(batch).mailing().byQueue()).extracting(parcel -> parcel.queue() + " " + parcel.letters().size())
                .containsExactly("campaignDataQueue 10", "campaignDataQueue 10", "campaignDataQueue 7", "marketDataQueue 10", "marketDataQueue 10", "marketDataQueue 3");
        assertThat(entities.format(batch).mailing().mixed()).hasSize(5);
    }

    @Test
    void a_parcel_holds_no_more_bytes_than_a_request_may() {
        var batch = IntStream.range(0, 5).mapToObj(n -> message("m" + n, "{\"type\": \"MARKET\", \"data\": {\"a\": \"%s\"}}".formatted("x".repeat(100_000)), Map.of())).toList();

        assertThat(entities.format(batch).mailing().byQueue()).extracting(parcel -> parcel.letters().size()).containsExactly(2, 2, 1);
    }

    @Test
    void what_no_queue_takes_is_held_at_once() {
        var outcome = entities.format(List.of(message("1", "{\"type\": \"MARKET\", \"data\": {\"a\": \"%s\"}}".formatted("x".repeat(262_000)), Map.of()))).outcomes().get("1");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Parked.class, parked -> assertThat(parked.code()).isEqualTo("record-too-large"));
    }

    @Test
    void only_what_the_queue_names_as_failed_is_tried_again() {
        var fanOut = entities.format(List.of(message("1", "{\"type\": \"MARKET\", \"data\": {\"a\": 1}}", Map.of()), message("2", "{\"type\": \"MARKET\", \"data\": {\"a\": 2}}", Map.of())));
        only(fanOut).arrivedExcept(Map.of("1", "InternalError: try later"));

        assertThat(fanOut.outcomes().get("1")).isEqualTo(new Outcome.Applied());
        assertThat(fanOut.outcomes().get("2")).isEqualTo(new Outcome.Retry("InternalError: try later"));
    }

    private static Parcel only(FanOut fanOut) {
        assertThat(fanOut.mailing().byQueue()).hasSize(1);
        return fanOut.mailing().byQueue().get(0);
    }

    private static QueueMessage message(String id, String body, Map<String, String> attributes) {
        return new QueueMessage(id, body, attributes, 1, "handle-" + id, "dataQueue");
    }

    @Test
    void what_is_said_of_queues_and_topics_is_every_type_s() throws Exception {
        assertThat(Entities.class.getMethod("format", List.class).getAnnotation(Sends.class).value()).containsExactlyInAnyOrder(Stream.of(EntityType.values()).map(type -> "queue:" + type.queue()).toArray(String[]::new));
        assertThat(Publisher.class.getMethod("publish", Publication.class).getAnnotation(Sends.class).value()).containsExactlyInAnyOrder(Stream.of(EntityType.values()).map(type -> "topic:" + type.topic()).toArray(String[]::new));
    }
}
