package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Backoff;
import hub.events.Causation;
import hub.events.Json;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.ItemCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class AssignmentTest {

    private static final UUID SELECTION = UUID.fromString("0b0e2c52-2f0c-4b39-9d11-0d2f1c9d9f10");
    private static final int DELIVERIES = 4;
    private final Map<String, String> written = new HashMap<>();
    private final Set<String> withoutEntry = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private RuntimeException table;
    private boolean partnerIsAway;
    private boolean queueTakesNothing;
    private final List<String> asked = new ArrayList<>();
    private List<JsonNode> reports = List.of();
    private List<Letter> codes = List.of();
    private final SelectionsToSave bean = new SelectionsToSave(this::write, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0), DELIVERIES, new SelectionCounts(new SimpleMeterRegistry()));

    @Test
    void winners_get_their_codes_and_losers_their_verdict_and_both_are_reported() {
        var outcomes = save(message("1", winner("ada", "X-1"), 1), message("2", loser("bob"), 1));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Applied.class);
        assertThat(written).containsOnly(Map.entry("ada", "X-1"), Map.entry("bob", "lost"));
        assertThat(reports).containsExactly(Json.read("""
                {"selectionId": "%s", "campaignId": "tour", "marketId": "la", "verdicts": {"true": 1, "false": 1}, "failed": 0,
                 "members": [{"globalUserId": "ada", "verdict": true}, {"globalUserId": "bob", "verdict": false}]}""".formatted(SELECTION)));
        assertThat(codes).isEmpty();
    }

    @Test
    void exactly_the_refused_comes_again_and_no_verdict_of_it_is_written() {
        refused.add("ada");

        var outcomes = save(message("1", winner("ada", "X-1"), 1), message("2", winner("bob", "X-2"), 1));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Applied.class);
        assertThat(written).containsOnlyKeys("bob");
        assertThat(asked).containsExactly("ada bob", "ada", "ada", "ada");
    }

    @Test
    void what_stays_refused_is_held_before_its_deliveries_are_used_up_and_reported_as_that() {
        refused.add("ada");

        var outcomes = save(message("1", winner("ada", "X-1"), DELIVERIES), message("2", loser("bob"), 1));

        assertThat(outcomes.get("1")).isInstanceOfSatisfying(Outcome.Parked.class, parked -> assertThat(parked.code()).isEqualTo("not-assignable"));
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).path("failed").asInt()).isEqualTo(1);
        assertThat(reports.get(0).at("/verdicts/true").asInt()).isZero();
        assertThat(reports.get(0).at("/members/0/held").asBoolean()).isTrue();
    }

    @Test
    void nothing_is_held_or_settled_of_which_the_report_was_not_taken() {
        refused.add("ada");
        queueTakesNothing = true;

        var outcomes = save(message("1", winner("ada", "X-1"), DELIVERIES), message("2", loser("bob"), 1));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Away.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Away.class);
    }

    @Test
    void entry_service_that_is_away_uses_up_no_delivery_and_nothing_is_written_or_reported() {
        partnerIsAway = true;

        var outcomes = save(message("1", winner("ada", "X-1"), DELIVERIES), message("2", loser("bob"), DELIVERIES));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Away.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Away.class);
        assertThat(written).isEmpty();
        assertThat(reports).isEmpty();
    }

    @Test
    void table_that_is_away_is_waited_for_and_one_that_refuses_is_tried_again() {
        table = SdkClientException.create("no answer");
        assertThat(save(message("1", winner("ada", "X-1"), DELIVERIES)).get("1")).isInstanceOf(Outcome.Away.class);
        assertThat(reports).isEmpty();

        table = DynamoDbException.builder().statusCode(400).message("no").build();
        assertThat(save(message("1", winner("ada", "X-1"), 1)).get("1")).isInstanceOf(Outcome.Retry.class);
        assertThat(save(message("1", winner("ada", "X-1"), DELIVERIES)).get("1")).isInstanceOf(Outcome.Parked.class);
    }

    @Test
    void code_of_a_winner_without_an_entry_is_told_to_the_code_service_from_here() {
        withoutEntry.add("ada");

        assertThat(save(message("1", winner("ada", "X-1"), 1)).get("1")).isInstanceOf(Outcome.Applied.class);

        assertThat(codes).hasSize(1);
        assertThat(Json.read(codes.get(0).body())).isEqualTo(Json.read("{\"campaignId\": \"tour\", \"marketId\": \"la\", \"code\": \"X-1\"}"));
    }

    @Test
    void messages_that_say_the_same_share_one_call_and_are_counted_once() {
        var outcomes = save(message("1", winner("ada", "X-1"), 1), message("2", winner("ada", "X-1"), 1));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Applied.class);
        assertThat(asked).containsExactly("ada");
        assertThat(reports.get(0).at("/verdicts/true").asInt()).isEqualTo(1);
    }

    @Test
    void verdicts_of_one_fan_in_two_markets_go_in_different_calls() {
        var elsewhere = new Selected(UUID.randomUUID(), "tour", "nyc", "ada", null);

        save(message("1", winner("ada", "X-1"), 1), message("2", elsewhere, 1));

        assertThat(asked).containsExactly("ada", "ada");
        assertThat(reports).hasSize(2);
    }

    @Test
    void what_is_no_verdict_is_rejected() {
        var outcomes = save(new QueueMessage("1", "{}", Map.of(), 1, "r", "saveSelectionQueue"), new QueueMessage("2", "poison", Map.of("campaignId", "tour", "selectionId", SELECTION.toString()), 1, "r",
                "saveSelectionQueue"), message("3", loser("bob"), 1));

        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get("3")).isInstanceOf(Outcome.Applied.class);
    }

    private boolean write(Selected selected, Causation why) {
        if (table != null) {
            throw table;
        }
        written.put(selected.globalUserId(), selected.hasWon() ? selected.code() : "lost");
        return !withoutEntry.contains(selected.globalUserId());
    }

    /** As the route does it. */
    private Outcomes save(QueueMessage... batch) {
        var assignment = bean.begin(List.of(batch));
        assignment.calls().forEach(this::call);
        assignment.decided().forEach(bean::write);
        var mailing = assignment.reports();
        var letters = mailing.byQueue().stream().flatMap(parcel -> parcel.letters().stream()).toList();
        reports = letters.stream().filter(letter -> letter.queue().equals("verdictReporterQueue")).map(letter -> Json.read(letter.body())).toList();
        codes = letters.stream().filter(letter -> letter.queue().equals("assignedCodesQueue")).toList();
        send(mailing);
        return assignment.outcomes();
    }

    private void send(Mailing mailing) {
        mailing.byQueue().forEach(parcel -> {
            if (queueTakesNothing) {
                parcel.failed(SdkClientException.create("no answer"));
            } else {
                parcel.arrivedExcept(Map.of());
            }
        });
    }

    private void call(ItemCalls calls) {
        while (calls.isOpen()) {
            var items = Json.read(calls.body()).path("items");
            asked.add(String.join(" ", items.findValuesAsText("globalUserId")));
            if (partnerIsAway) {
                calls.away(new IOException("timed out"));
                continue;
            }
            var results = Json.MAPPER.createArrayNode();
            items.forEach(item -> results.addObject().put("globalUserId", item.path("globalUserId").asText()).put("status", refused.contains(item.path("globalUserId").asText()) ? "refused" : "applied"));
            calls.answered(Json.write(Json.MAPPER.createObjectNode().set("results", results)));
        }
    }

    private static Selected winner(String fan, String code) {
        return new Selected(SELECTION, "tour", "la", fan, code);
    }

    private static Selected loser(String fan) {
        return winner(fan, null);
    }

    private static QueueMessage message(String id, Selected selected, int receiveCount) {
        var letter = selected.letter(Causation.continuing("c-1", null, null));
        return new QueueMessage(id, letter.body(), letter.attributes(), receiveCount, "receipt", letter.queue());
    }
}
