package hub.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundEventsTest {

    private static final String TOPIC = "users.stickerClaimed.v1";
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String DATA = "{\"accountId\": \"a-1\", \"stickerId\": \"welcome\"}";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final InboundEvents EVENTS = new InboundEvents(EventCatalogue.load(Path.of("../mappings/events")));

    @Test
    void a_structured_event_is_taken_as_it_is() {
        var event = read(structured("\"subject\": \"s-1\", \"extra\": \"kept\", \"correlationid\": \"c-1\", \"traceparent\": \"" + TRACE + "\""));

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.source()).isEqualTo("/elsewhere");
        assertThat(event.type()).isEqualTo(TOPIC);
        assertThat(event.subject()).isEqualTo("s-1");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(event.extensions()).containsEntry("extra", "kept").containsEntry("correlationid", "c-1").containsEntry("traceparent", TRACE);
    }

    @Test
    void a_binary_event_has_its_attributes_in_headers() {
        var event = EVENTS.read(record(DATA, Map.of("ce_specversion", "1.0", "ce_id", "e-2", "ce_source", "/elsewhere", "ce_type", TOPIC, "ce_time", "2026-01-02T03:04:05+02:00",
                "ce_extra", "kept")));

        assertThat(event.id()).isEqualTo("e-2");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T01:04:05Z"));
        assertThat(event.extensions()).containsEntry("extra", "kept");
        assertThat(event.data().path("stickerId").asText()).isEqualTo("welcome");
    }

    @Test
    void a_flat_event_is_named_by_its_place_and_timed_by_its_record() {
        var event = read(DATA);

        assertThat(event.id()).isEqualTo(TOPIC + "/3/77");
        assertThat(event.source()).isEqualTo("/kafka/" + TOPIC);
        assertThat(event.type()).isEqualTo(TOPIC);
        assertThat(event.time()).isEqualTo(AT);
    }

    @Test
    void a_missing_subject_is_the_campaign_where_the_event_is_about_one() {
        var record = new InboundRecord("campaigns.campaignChanged.v1", 0, 1, AT, null, "{\"campaignId\": \"tour\"}".getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(EVENTS.read(record).subject()).isEqualTo("tour");
    }

    @Test
    void a_missing_subject_is_the_account() {
        assertThat(read(structured("")).subject()).isEqualTo("a-1");
        assertThat(read(structured("\"subject\": null")).subject()).isEqualTo("a-1");
        assertThat(read(structured("\"subject\": \" \"")).subject()).isEqualTo("a-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x", ""})
    void a_malformed_traceparent_is_dropped_and_the_event_kept(String traceparent) {
        var event = read(structured("\"traceparent\": \"" + traceparent + "\""));

        assertThat(event.traceparent()).isNotEqualTo(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void correlation_and_trace_may_come_as_headers() {
        var event = EVENTS.read(record(structured(""), Map.of("correlationid", "c-2", "traceparent", TRACE)));

        assertThat(event.correlationId()).isEqualTo("c-2");
        assertThat(event.traceparent()).isEqualTo(TRACE);
    }

    @Test
    void unknown_data_fields_are_kept() {
        assertThat(read("{\"accountId\": \"a-1\", \"stickerId\": \"welcome\", \"more\": {\"deep\": 1.10}}").data().path("more").path("deep").decimalValue()).hasToString("1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "time"})
    void a_structured_event_without_a_required_attribute_is_malformed(String attribute) {
        assertThat(refusal(structured("").replaceFirst("\"" + attribute + "\": \"[^\"]*\",", "").replace("{ ", "{\"data\": {}, "))).isEqualTo("malformed-event");
        assertThat(refusal(structured("").replaceFirst("\"" + attribute + "\": \"[^\"]*\"", "\"" + attribute + "\": \" \""))).isEqualTo("malformed-event");
        assertThat(refusal(structured("").replaceFirst("\"" + attribute + "\": \"[^\"]*\"", "\"" + attribute + "\": 1"))).isEqualTo("malformed-event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02", "2026-01-02T03:04Z", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "+12026-01-02T03:04:05Z", "2026-13-02T03:04:05Z", "9999-12-31T23:59:59-01:00", "now"})
    void a_time_that_is_not_rfc_3339_is_malformed(String time) {
        assertThat(refusal(structured("").replace("2026-01-02T03:04:05Z", time))).isEqualTo("malformed-event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02t03:04:05z", "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05-11:30"})
    void a_time_that_is_rfc_3339_is_taken(String time) {
        assertThat(Event.fromJson(read(structured("").replace("2026-01-02T03:04:05Z", time)).toJson()).time()).isNotNull();
    }

    @Test
    void a_record_timestamp_beyond_all_calendars_is_malformed() {
        var record = new InboundRecord(TOPIC, 0, 1, Instant.ofEpochMilli(Long.MAX_VALUE), null, DATA.getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(catchThrowableOfType(PermanentFailure.class, () -> EVENTS.read(record)).code()).isEqualTo("malformed-event");
    }

    @ParameterizedTest
    @CsvSource({"users.stickerClaimed.v2, unsupported-version", "users.stickerClaimed.v10, unsupported-version", "users.stickerDropped.v1, malformed-event", "stickerClaimed, malformed-event"})
    void another_type_than_the_topics_is_refused(String type, String code) {
        assertThat(refusal(structured("").replace(TOPIC, type))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1.0, true", "2, false", "1.5, false", "true, false"})
    void an_event_version_may_be_a_number(String version, boolean taken) {
        var value = "{\"accountId\": \"a-1\", \"stickerId\": \"welcome\", \"eventVersion\": " + version + "}";

        if (taken) {
            assertThat(read(value).data().path("eventVersion").isNumber()).isTrue();
        } else {
            assertThat(refusal(value)).isEqualTo("unsupported-version");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "v1, true", "1.0, true", "2, false", "v2, false", "1.1, false", "one, false", "'', false"})
    void an_event_version_must_have_the_number_of_the_topic(String version, boolean taken) {
        var value = "{\"accountId\": \"a-1\", \"stickerId\": \"welcome\", \"eventVersion\": \"" + version + "\"}";

        if (taken) {
            assertThat(read(value).subject()).isEqualTo("a-1");
        } else {
            var refusal = catchThrowableOfType(PermanentFailure.class, () -> read(value));
            assertThat(refusal.code()).isEqualTo("unsupported-version");
            assertThat(refusal).hasMessageContaining("unsupported event version");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"accountId\": \"a-1\"}", "{\"accountId\": \"\", \"stickerId\": \"x\"}", "{\"accountId\": 1, \"stickerId\": \"x\"}",
            "{\"accountId\": \"a-1\", \"stickerId\": \"x\", \"claimedAt\": \"yesterday\"}"})
    void data_that_breaks_the_schema_is_refused_with_what_is_wrong(String data) {
        assertThat(refusal(data)).isEqualTo("schema-violation");
        assertThat(catchThrowableOfType(PermanentFailure.class, () -> read(data))).hasMessageContaining("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "7", "[]", "text", "{", "{} {}", "{\"accountId\": \"a\", \"accountId\": \"a\", \"stickerId\": \"x\"}"})
    void what_is_no_json_object_is_malformed(String value) {
        assertThat(refusal(value)).isEqualTo("malformed-event");
    }

    @Test
    void what_breaks_a_bound_of_the_reader_is_malformed() {
        assertThat(refusal("{\"accountId\": \"a-1\", \"stickerId\": \"x\", \"deep\": " + "[".repeat(5000) + "]".repeat(5000) + "}")).isEqualTo("malformed-event");
        assertThat(refusal("{\"accountId\": \"a-1\", \"stickerId\": \"x\", \"digits\": " + "9".repeat(5000) + "}")).isEqualTo("malformed-event");
    }

    @Test
    void what_is_no_utf_8_or_no_value_at_all_is_malformed() {
        assertThat(catchThrowableOfType(PermanentFailure.class, () -> EVENTS.read(record(new byte[] {-1, -2}, Map.of()))).code()).isEqualTo("malformed-event");
        assertThat(catchThrowableOfType(PermanentFailure.class, () -> EVENTS.read(record((byte[]) null, Map.of()))).code()).isEqualTo("malformed-event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\nb", "half\\ud800"})
    void a_name_that_the_database_would_change_is_malformed(String id) {
        assertThat(refusal(structured("").replace("e-1", id))).isEqualTo("malformed-event");
        assertThat(refusal("{\"accountId\": \"" + id + "\", \"stickerId\": \"x\"}")).isEqualTo("malformed-event");
    }

    @Test
    void a_name_too_long_for_an_index_is_malformed() {
        assertThat(refusal(structured("").replace("e-1", "語".repeat(342)))).isEqualTo("malformed-event");
        assertThat(read(structured("").replace("e-1", "語".repeat(341))).id()).hasSize(341);
    }

    @Test
    void an_event_over_256_kib_is_too_large() {
        assertThat(refusal("{\"accountId\": \"a-1\", \"stickerId\": \"x\", \"large\": \"" + "x".repeat(EventLog.MAX_BYTES) + "\"}")).isEqualTo("record-too-large");
    }

    private static String structured(String more) {
        return "{\"specversion\": \"1.0\", \"id\": \"e-1\", \"source\": \"/elsewhere\", \"type\": \"%s\", \"time\": \"2026-01-02T03:04:05Z\", %s \"data\": %s}"
                .formatted(TOPIC, more.isEmpty() ? "" : more + ",", DATA);
    }

    private static Event read(String value) {
        return EVENTS.read(record(value, Map.of()));
    }

    private static String refusal(String value) {
        return catchThrowableOfType(PermanentFailure.class, () -> read(value)).code();
    }

    private static InboundRecord record(String value, Map<String, String> headers) {
        return record(value.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static InboundRecord record(byte[] value, Map<String, String> headers) {
        return new InboundRecord(TOPIC, 3, 77, AT, null, value, headers);
    }
}
