package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Causation;
import hub.events.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EntryItemTest {

    private static final Dates DATES = new Dates("2026-11-02T17:00:00.000Z", "2026-11-02T17:00:00.001Z", "2026-11-02T17:00:00.001Z");

    @Test
    void row_is_named_after_fan_and_campaign() {
        assertThat(EntryItem.key("fan-1", "tour")).isEqualTo(Map.of("PK", AttributeValue.fromS("fan:fan-1"), "SK", AttributeValue.fromS("asu#tour")));
        assertThat(EntryItem.lastKey("fan-1", "tour").get("SK").s()).isEqualTo("asu#tour#last");
    }

    @Test
    void row_has_the_fields_the_dates_the_flag_and_the_trace() {
        var causation = Causation.continuing("corr-1", null, null);
        var changes = causation.during(() -> EntryItem.changes(accepted("bob@example.org"), DATES));

        assertThat(changes.get("globalUserId").s()).isEqualTo("fan-1");
        assertThat(changes.get("campaignId").s()).isEqualTo("tour");
        assertThat(changes.get("email").s()).isEqualTo("bob@example.org");
        assertThat(changes.get("marketIds").l()).extracting(AttributeValue::s).containsExactly("la", "nyc");
        assertThat(changes.get("marketing").m()).containsEntry("email", AttributeValue.fromBool(true)).containsEntry("sms", AttributeValue.fromBool(false));
        assertThat(changes.get("doTransfer").bool()).isTrue();
        assertThat(changes.get("linkedFrom").s()).isEqualTo("xyz");
        assertThat(changes.get("needsReplication").bool()).isTrue();
        assertThat(changes.get("date").m()).containsOnlyKeys("created", "updated", "fanModified");
        assertThat(changes.get("trace").m()).containsEntry("correlationid", AttributeValue.fromS("corr-1")).containsEntry("traceparent", AttributeValue.fromS(causation.traceparent()));
    }

    @Test
    void what_the_fan_left_out_leaves_nothing_and_what_is_not_the_fans_is_not_touched() {
        var examination = new Examination(Scene.bare(), Scene.campaign());
        examination.accept(new EntryFields(null, null, null, null, null, null, null, List.of("la"), null, null));

        var changes = EntryItem.changes(examination, DATES);

        assertThat(changes).containsEntry("email", null).containsEntry("marketing", null).containsEntry("linkedFrom", null);
        assertThat(changes.keySet()).doesNotContainAnyElementsOf(Set.of("verdict", "code", "PK", "SK"));
    }

    @Test
    void fan_sees_the_entry_and_nothing_of_the_table() {
        var row = new HashMap<>(EntryItem.changes(accepted("bob@example.org"), DATES));
        row.putAll(EntryItem.key("fan-1", "tour"));
        row.put("verdict", AttributeValue.fromBool(true));
        row.put("code", AttributeValue.fromM(Map.of("code", AttributeValue.fromS("X7"), "marketId", AttributeValue.fromS("la"))));

        var seen = Json.read(Json.write(new OwnEntry.Found(EntryItem.entry(row))));

        assertThat(seen).isEqualTo(Json.read("""
                {"email": "bob@example.org", "firstName": "Ada", "lastName": "Lovelace", "phone": "+12127365000", "postalCode": "90210", "country": "US", "locale": "en-us",
                 "marketIds": ["la", "nyc"], "marketing": {"email": true, "sms": false}, "doTransfer": true, "globalUserId": "fan-1", "campaignId": "tour", "linkedFrom": "xyz",
                 "verdict": true, "code": {"code": "X7", "marketId": "la"},
                 "date": {"created": "2026-11-02T17:00:00.000Z", "updated": "2026-11-02T17:00:00.001Z", "fanModified": "2026-11-02T17:00:00.001Z"}}"""));
        assertThat(Json.read(Json.write(new EntryResult.Entered(EntryItem.entry(row))))).isEqualTo(seen);
        assertThat(Json.read(Json.write(new EntryResult.Changed(EntryItem.entry(row))))).isEqualTo(seen);
    }

    @Test
    void withdrawal_leaves_the_last_version() {
        var last = EntryItem.last("fan-1", "tour", DATES.updated());

        assertThat(last).containsOnlyKeys("PK", "SK", "date", "trace");
        assertThat(EntryItem.version(last)).isEqualTo(DATES.updated());
        assertThat(EntryItem.version(Map.of())).isNull();
    }

    private static Examination accepted(String email) {
        var examination = new Examination(Scene.transferring(email), Scene.gated("{\"linkedCampaignId\": \"xyz\"}"));
        examination.letInBy("xyz");
        examination.accept((EntryFields) Scene.RULES.check(Scene.transferring(email), Scene.campaign()));
        return examination;
    }
}
