package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.streams.Change;
import hub.streams.Change.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EntryChangesTest {

    private static final EntryKey KEY = new EntryKey("fan-1", "tour");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private final EntryChanges changes = new EntryChanges();

    @Test
    void change_by_the_fan_goes_to_both() {
        var change = change(Type.MODIFY, row("1", "1", false), row("2", "2", false));

        assertThat(changes.toReplicate(List.of(change))).hasSize(1);
        assertThat(changes.byFans(List.of(change))).hasSize(1);
        assertThat(changes.byFans(List.of(change(Type.INSERT, Map.of(), row("1", "1", true))))).hasSize(1);
    }

    @Test
    void what_the_system_writes_goes_on_only_while_the_entry_is_flagged_and_is_no_registration() {
        var flagged = change(Type.MODIFY, row("1", "1", true), row("1", "1", true));
        var cleared = change(Type.MODIFY, row("1", "1", true), row("1", "1", false));

        assertThat(changes.toReplicate(List.of(flagged, cleared))).extracting(kept -> kept.change()).containsExactly(flagged);
        assertThat(changes.byFans(List.of(flagged, cleared))).isEmpty();
    }

    @Test
    void removal_goes_on_unless_its_time_was_over() {
        var removed = change(Type.REMOVE, row("1", "1", false), Map.of());
        var expired = new Change("e", Type.REMOVE, KEY.row(), row("1", "1", true), Map.of(), true, Instant.EPOCH, "1");

        assertThat(changes.toReplicate(List.of(removed, expired))).extracting(kept -> kept.change()).containsExactly(removed);
        assertThat(changes.byFans(List.of(removed, expired))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"asu#tour#last", "asu#tour-la#reminder", "asu#", "asu", "profile", "xasu#tour"})
    void other_rows_are_no_entries(String sortKey) {
        var keys = Map.of("PK", AttributeValue.fromS("fan:fan-1"), "SK", AttributeValue.fromS(sortKey));
        var change = new Change("e", Type.INSERT, keys, Map.of(), row("1", "1", true), false, Instant.EPOCH, "1");

        assertThat(changes.toReplicate(List.of(change))).isEmpty();
        assertThat(changes.byFans(List.of(change))).isEmpty();
    }

    @Test
    void message_says_operation_entry_and_version_under_the_id_of_the_change_and_the_trace_of_the_item() {
        var letter = changes.normalise(changes.toReplicate(List.of(change(Type.INSERT, Map.of(), row("1", "1", true)))), "saveEntriesQueue").byQueue().get(0).letters().get(0);

        assertThat(letter.queue()).isEqualTo("saveEntriesQueue");
        assertThat(letter.attributes()).isEqualTo(Map.of("recordId", "e", "correlationid", "corr-1", "traceparent", TRACE));
        var message = Json.read(letter.body());
        assertThat(message.path("type").asText()).isEqualTo("INSERT");
        assertThat(message.path("version").asText()).isEqualTo("2026-11-02T17:00:00.001Z");
        assertThat(message.at("/entry/marketIds/0").asText()).isEqualTo("a");
        assertThat(message.path("entry").has("needsReplication")).isFalse();
    }

    @Test
    void removal_has_the_trace_of_the_withdrawal() {
        var last = EntryItem.lastKey("fan-1", "tour");
        var written = new HashMap<>(last);
        written.put("date", AttributeValue.fromM(Map.of("updated", AttributeValue.fromS("2026-11-02T17:00:00.001Z"))));
        written.put("trace", AttributeValue.fromM(Map.of("correlationid", AttributeValue.fromS("corr-withdrawal"))));
        var kept = changes.toReplicate(List.of(change(Type.REMOVE, row("1", "1", false), Map.of()), new Change("l", Type.INSERT, last, Map.of(), written, false, Instant.EPOCH, "2")));

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).trace().get("correlationid").s()).isEqualTo("corr-withdrawal");
    }

    @Test
    void malformed_row_travels_as_one_and_takes_no_neighbour_along() {
        var broken = new HashMap<>(row("1", "1", true));
        broken.put("marketing", AttributeValue.fromS("yes"));
        var mailing = changes.normalise(changes.toReplicate(List.of(change(Type.INSERT, Map.of(), broken), change(Type.INSERT, Map.of(), row("2", "2", true)))), "q");

        assertThat(mailing.byQueue().get(0).letters()).hasSize(2);
        assertThat(mailing.byQueue().get(0).letters().get(0).body()).contains("malformed").doesNotContain("example.org");
    }

    private static Change change(Type type, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        return new Change("e", type, KEY.row(), before, after, false, Instant.EPOCH, "1");
    }

    private static Map<String, AttributeValue> row(String updated, String fanModified, boolean flagged) {
        var row = new HashMap<>(Day.item(KEY, new Dates("2026-11-02T17:00:00.000Z", "2026-11-02T17:00:00.00" + updated + "Z", "2026-11-02T17:00:00.00" + fanModified + "Z"), "a"));
        row.putAll(KEY.row());
        row.put("needsReplication", AttributeValue.fromBool(flagged));
        row.put("trace", AttributeValue.fromM(Map.of("correlationid", AttributeValue.fromS("corr-1"), "traceparent", AttributeValue.fromS(TRACE))));
        return row;
    }
}
