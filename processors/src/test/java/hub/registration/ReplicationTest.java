package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.queues.Outcome;
import hub.queues.QueueMessage;
import hub.streams.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReplicationTest {

    private static final EntryKey FAN = new EntryKey("fan-1", "tour");
    private static final EntryKey OTHER = new EntryKey("fan-2", "tour");
    private final Day day = new Day();

    @Test
    void newer_change_first_replicates_it_and_the_older_one_is_rejected_as_stale() {
        day.enter(FAN, "a", "b");
        day.enter(FAN, "a", "c");
        day.handOut(9, 0);
        var events = messages();

        var second = replicate(events.get(1));
        var first = replicate(events.get(0));

        assertThat(second).isInstanceOf(Outcome.Applied.class);
        assertThat(first).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("stale"));
        assertThat(day.atEntryService()).isEqualTo(day.inTable());
        assertThat(day.flagged()).isEmpty();
        assertThat(day.count("applied", "")).isEqualTo(1);
        assertThat(day.count("rejected", "stale")).isEqualTo(1);
    }

    @Test
    void older_change_first_is_rejected_and_the_newer_one_replicated() {
        day.enter(FAN, "a", "b");
        day.enter(FAN, "a", "c");
        day.handOut(9, 0);
        var events = messages();

        assertThat(replicate(events.get(0))).isInstanceOf(Outcome.Rejected.class);
        assertThat(replicate(events.get(1))).isInstanceOf(Outcome.Applied.class);

        assertThat(day.atEntryService()).isEqualTo(day.inTable());
    }

    @Test
    void removal_is_stale_when_the_entry_exists_again_and_an_insert_when_it_is_gone() {
        day.enter(FAN, "a");
        day.withdraw(FAN);
        day.handOut(9, 0);
        var withdrawn = messages();
        assertThat(replicate(withdrawn.get(0))).isInstanceOf(Outcome.Rejected.class);
        day.enter(FAN, "b");

        assertThat(replicate(withdrawn.get(1))).isInstanceOf(Outcome.Rejected.class);
        assertThat(day.entryService).isEmpty();
    }

    @Test
    void records_of_one_entry_collapse_to_the_highest_version() {
        day.enter(FAN, "a");
        day.withdraw(FAN);
        day.enter(FAN, "b");
        day.withdraw(FAN);
        day.handOut(9, 0);
        var replication = day.begin(day.queue.values());
        replication.compare(day.read(replication.keys()));

        assertThat(replication.puts()).isEmpty();
        assertThat(replication.deletions()).hasSize(1);
        var items = Json.read(replication.deletions().get(0).body()).path("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0).path("version").asText()).isEqualTo(day.last.get(FAN));
        assertThat(items.get(0).has("entry")).isFalse();
    }

    @Test
    void what_says_the_same_shares_what_became_of_it() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var message = messages().get(0);
        var copy = day.send(message.body());

        var replication = day.begin(day.queue.values());
        replication.compare(day.read(replication.keys()));
        assertThat(Json.read(replication.puts().get(0).body()).path("items")).hasSize(1);
        day.finish(replication, List.of(message, copy));

        assertThat(day.queue).isEmpty();
        assertThat(day.count("applied", "")).isEqualTo(2);
    }

    @Test
    void worker_that_stalled_between_comparing_and_sending_brings_back_nothing() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var old = messages();
        var stalled = day.begin(old);
        stalled.compare(day.read(stalled.keys()));
        day.enter(FAN, "b");
        day.withdraw(FAN);
        day.handOut(9, 0);
        day.replicate(messages().stream().filter(message -> !old.contains(message)).toList());

        var outcomes = day.finish(stalled, old);

        assertThat(day.atEntryService()).isEmpty();
        assertThat(outcomes.get(old.get(0).id())).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("stale"));
    }

    @Test
    void flag_of_an_entry_that_changed_meanwhile_stays() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var batch = messages();
        var replication = day.begin(batch);
        replication.compare(day.read(replication.keys()));
        day.enter(FAN, "b");

        day.finish(replication, batch);

        assertThat(day.flagged()).containsExactly(FAN);
    }

    @Test
    void nothing_is_sent_of_a_row_that_could_not_be_read_and_its_neighbour_goes_on() {
        day.enter(FAN, "a");
        day.enter(OTHER, "a");
        day.handOut(9, 0);
        day.unreadable.add(FAN);

        day.replicate(messages());

        assertThat(day.entryService).containsOnlyKeys(OTHER);
        assertThat(day.queue).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"poison", "[]", "{}", "{\"type\": \"MODIFY\"}", "{\"type\": \"UPSERT\", \"globalUserId\": \"f\", \"campaignId\": \"c\", \"version\": \"2026-11-02T17:00:00.000Z\", \"entry\": {}}",
        "{\"type\": \"MODIFY\", \"globalUserId\": \"f\", \"campaignId\": \"c\", \"version\": \"yesterday\", \"entry\": {}}",
        "{\"type\": \"MODIFY\", \"globalUserId\": \"f\", \"campaignId\": \"c#last\", \"version\": \"2026-11-02T17:00:00.000Z\", \"entry\": {}}",
        "{\"type\": \"REMOVE\", \"globalUserId\": 7, \"campaignId\": \"c\", \"version\": \"2026-11-02T17:00:00.000Z\", \"entry\": {}}"})
    void malformed_change_is_rejected_and_counted_and_its_neighbours_are_replicated(String body) {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var poison = day.send(body);

        var replication = day.begin(day.queue.values());
        replication.compare(day.read(replication.keys()));
        var outcomes = day.finish(replication, messages());

        assertThat(outcomes.get(poison.id())).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("malformed"));
        assertThat(day.atEntryService()).isEqualTo(day.inTable());
        assertThat(day.count("rejected", "malformed")).isEqualTo(1);
    }

    @Test
    void removal_of_another_version_that_was_made_up_harms_no_entry() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        day.send("{\"type\": \"REMOVE\", \"globalUserId\": \"fan-1\", \"campaignId\": \"tour\", \"version\": \"2099-01-01T00:00:00.000Z\", \"entry\": {}}");

        day.replicate(messages());

        assertThat(day.atEntryService()).isEqualTo(day.inTable());
    }

    @Test
    void calls_are_by_campaign_and_of_25_at_most() {
        IntStream.range(0, 60).forEach(n -> day.enter(new EntryKey("fan-" + n, n < 30 ? "tour" : "other tour"), "a"));
        day.handOut(99, 0);
        var replication = day.begin(day.queue.values());
        replication.compare(day.read(replication.keys()));

        assertThat(replication.puts()).extracting(calls -> calls.path() + " " + Json.read(calls.body()).path("items").size())
                .containsExactlyInAnyOrder("/tour/entries 25", "/tour/entries 5", "/other%20tour/entries 25", "/other%20tour/entries 5");
    }

    @Test
    void exactly_what_the_partner_refuses_stays() {
        day.enter(FAN, "a");
        day.enter(OTHER, "a");
        day.handOut(9, 0);
        var batch = messages();
        var replication = day.begin(batch);
        replication.compare(day.read(replication.keys()));
        var calls = replication.puts().get(0);
        while (calls.isOpen()) {
            calls.answered(day.answer(calls, false, Set.of("fan-2")));
        }
        replication.replicated().forEach(one -> day.unflag(one.key(), one.version()));
        day.settle(replication, batch);

        assertThat(day.queue.values()).extracting(message -> Json.read(message.body()).path("globalUserId").asText()).containsExactly("fan-2");
        assertThat(day.flagged()).containsExactly(OTHER);
        assertThat(day.count("failed", "partner")).isEqualTo(1);
    }

    @Test
    void entry_service_that_is_away_is_waited_for_but_holds_up_no_others_where_it_did_some_of_the_batch() {
        day.enter(FAN, "a");
        day.enter(new EntryKey("fan-1", "gala"), "a");
        day.handOut(9, 0);
        var batch = messages();

        assertThat(away(batch, "/")).extracting(Object::getClass).containsOnly(Outcome.Away.class);
        assertThat(day.count("failed", "partner")).isEqualTo(2);
        assertThat(away(batch, "/gala")).extracting(Object::getClass).containsExactly(Outcome.Applied.class, Outcome.Retry.class);
        assertThat(day.count("failed", "partner")).isEqualTo(3);
    }

    /** What messages come to when the entry service does not answer below a path. */
    private List<Outcome> away(List<QueueMessage> batch, String path) {
        var replication = day.begin(batch);
        replication.compare(day.read(replication.keys()));
        for (var calls : replication.puts()) {
            while (calls.isOpen()) {
                if (calls.path().startsWith(path)) {
                    calls.away(new IllegalStateException("away"));
                } else {
                    calls.answered(day.answer(calls, false, Set.of()));
                }
            }
        }
        replication.users().byQueue().forEach(parcel -> parcel.arrivedExcept(Map.of()));
        var outcomes = replication.outcomes();
        return batch.stream().map(message -> outcomes.get(message.id())).toList();
    }

    @Test
    void change_whose_profile_is_not_queued_stays() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var replication = day.begin(messages());
        replication.compare(day.read(replication.keys()));
        replication.puts().forEach(calls -> day.call(calls, false));

        assertThat(Json.read(replication.users().byQueue().get(0).letters().get(0).body())).isEqualTo(Json.read(Json.write(Map.of(
                "globalUserId", "fan-1", "email", "fan-1@example.org", "updated", EntryItem.dates(day.table.get(FAN)).updated()))));
        assertThat(replication.outcomes().get(messages().get(0).id())).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void row_that_is_no_entry_any_more_is_rejected() {
        day.enter(FAN, "a");
        day.handOut(9, 0);
        var row = new HashMap<>(day.table.get(FAN));
        row.put("marketing", AttributeValue.fromS("none"));
        day.table.put(FAN, row);

        day.replicate(messages());

        assertThat(day.count("rejected", "malformed")).isEqualTo(1);
    }

    @Test
    void message_of_a_removal_carries_the_version_that_was() {
        day.enter(FAN, "a");
        day.withdraw(FAN);
        day.handOut(9, 0);

        var removal = Json.read(messages().get(1).body());
        assertThat(removal.path("type").asText()).isEqualTo(Change.Type.REMOVE.name());
        assertThat(removal.path("version").asText()).isEqualTo(day.last.get(FAN));
    }

    private List<QueueMessage> messages() {
        return List.copyOf(day.queue.values());
    }

    private Outcome replicate(QueueMessage message) {
        var replication = day.begin(List.of(message));
        replication.compare(day.read(replication.keys()));
        return day.finish(replication, List.of(message)).get(message.id());
    }
}
