package hub.registration.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.queues.Letter;
import hub.streams.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReminderChangesTest {

    private final Reminder reminder = new Reminder("tour-2026", "la-1", "fan-1", "Your presale …", "+12135550100", "en-US", "X7");

    private static Change change(String eventId, Change.Type type, Map<String, AttributeValue> row) {
        var keys = Map.of("PK", row.get("PK"), "SK", row.get("SK"));
        return new Change(eventId, type, keys, type == Change.Type.INSERT ? Map.of() : row, type == Change.Type.REMOVE ? Map.of() : row, false, Instant.EPOCH, "1");
    }

    private static List<Letter> letters(Change... changes) {
        return new ReminderChanges().toSend(List.of(changes)).byQueue().stream().flatMap(parcel -> parcel.letters().stream()).toList();
    }

    @Test
    void new_reminder_becomes_a_message_that_is_known_by_its_key() {
        var letters = letters(change("e-1", Change.Type.INSERT, reminder.row()), change("e-2", Change.Type.INSERT, reminder.row()));

        assertThat(letters).extracting(Letter::queue).containsOnly("smsQueue");
        assertThat(letters.get(0).attributes().get("recordId")).isEqualTo(letters.get(1).attributes().get("recordId"));
        var sms = Json.read(letters.get(0).body());
        assertThat(sms.path("campaignId").asText()).isEqualTo("tour-2026");
        assertThat(sms.path("marketId").asText()).isEqualTo("la-1");
        assertThat(sms.path("globalUserId").asText()).isEqualTo("fan-1");
        assertThat(sms.path("phoneNumber").asText()).isEqualTo("+12135550100");
        assertThat(sms.path("message").asText()).isEqualTo("Your presale …");
    }

    @Test
    void reminder_that_is_written_once_more_or_removed_is_no_message() {
        assertThat(letters(change("e-1", Change.Type.MODIFY, reminder.row()), change("e-2", Change.Type.REMOVE, reminder.row()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"asu#tour", "asu#tour#last", "asu#tour-la#reminders", "reminder"})
    void row_of_another_kind_is_no_message(String sortKey) {
        assertThat(letters(change("e-1", Change.Type.INSERT, Map.of("PK", AttributeValue.fromS("fan:fan-1"), "SK", AttributeValue.fromS(sortKey))))).isEmpty();
    }

    @Test
    void texts_say_nothing_personal() {
        assertThat(reminder.toString() + new Sms("tour", "la", "fan-1", "+12135550100", "hello", "en-US") + new Sms("tour", "la", "fan-1", "+12135550100", "hello", "en-US").forService())
                .doesNotContain("+1213", "hello", "X7", "presale");
    }

    @Test
    void row_has_what_the_record_of_a_reminder_has_and_nothing_else() {
        assertThat(reminder.row()).containsOnlyKeys("PK", "SK", "message", "phoneNumber", "locale", "marketId", "code")
                .containsEntry("PK", AttributeValue.fromS("fan:fan-1")).containsEntry("SK", AttributeValue.fromS("asu#tour-2026-la-1#reminder"));
    }
}
