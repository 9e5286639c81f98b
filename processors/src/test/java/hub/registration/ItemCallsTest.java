package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Backoff;
import hub.events.Json;
import hub.queues.Outcome;
import hub.queues.QueueMessage;
import hub.registration.Item.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ItemCallsTest {

    private static final Exception FAULT = new IllegalStateException("fault");
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), () -> 1);

    @Test
    void partner_that_fails_is_called_once_and_three_times_more_after_growing_pauses() {
        var item = item("a", 1);
        var calls = calls(item);
        var pauses = new ArrayList<Long>();
        while (calls.isOpen()) {
            pauses.add(calls.pause());
            calls.away(FAULT);
        }

        assertThat(pauses).containsExactly(0L, 100L, 200L, 400L);
        assertThat(item.result()).isEqualTo(new Result.Failed(new Outcome.Away("fault")));
    }

    @Test
    void only_what_the_partner_did_not_do_is_asked_for_again() {
        var calls = calls(item("a", 1), item("b", 1), item("c", 1));

        calls.answered(answer("a", "applied", "b", "refused", "c", "stale"));

        assertThat(fans(calls)).containsExactly("b");
    }

    @Test
    void item_that_an_answer_leaves_out_is_not_done() {
        var item = item("a", 1);
        var calls = calls(item);
        Stream.of("{}", "nonsense", answer("b", "applied"), answer("a", "applied")).forEach(calls::answered);

        assertThat(item.result()).isInstanceOf(Result.Applied.class);
        assertThat(calls.isOpen()).isFalse();
    }

    @Test
    void repeated_call_has_the_same_key_and_another_one_after_an_answer_or_a_redelivery() {
        var calls = calls(item("a", 1));
        var first = calls.idempotencyKey();
        calls.away(FAULT);
        assertThat(calls.idempotencyKey()).isEqualTo(first);
        calls.answered(answer("a", "refused"));
        assertThat(calls.idempotencyKey()).isNotEqualTo(first);
        assertThat(calls(item("a", 2)).idempotencyKey()).isNotEqualTo(first);
        assertThat(calls(item("a", 1)).idempotencyKey()).isEqualTo(first);
    }

    @Test
    void call_that_is_refused_as_a_whole_is_made_item_by_item_so_that_one_harms_no_other() {
        var bad = item("bad", 1);
        var good = item("good", 1);
        var calls = calls(bad, good);

        calls.refused(FAULT);
        assertThat(fans(calls)).containsExactly("bad");
        calls.refused(FAULT);
        calls.answered(answer("good", "applied"));

        assertThat(bad.result()).isEqualTo(new Result.Failed(new Outcome.Retry("fault")));
        assertThat(good.result()).isInstanceOf(Result.Applied.class);
        assertThat(calls.isOpen()).isFalse();
    }

    @Test
    void last_call_after_faults_of_the_partner_is_made_item_by_item() {
        var calls = calls(item("bad", 1), item("good", 1));
        for (int call = 1; call <= 3; call++) {
            assertThat(fans(calls)).hasSize(2);
            calls.failed(FAULT);
        }

        assertThat(fans(calls)).containsExactly("bad");
        calls.failed(FAULT);
        assertThat(fans(calls)).containsExactly("good");
        calls.answered(answer("good", "applied"));
        assertThat(calls.isOpen()).isFalse();
    }

    @Test
    void open_circuit_means_away_unless_the_partner_was_heard() {
        var unheard = item("a", 1);
        calls(unheard).shut(FAULT);
        assertThat(unheard.result()).isEqualTo(new Result.Failed(new Outcome.Away("fault")));

        var heard = item("a", 1);
        var calls = calls(heard);
        calls.failed(FAULT);
        calls.shut(new IllegalStateException("open"));
        assertThat(heard.result()).isEqualTo(new Result.Failed(new Outcome.Retry("fault")));
        assertThat(calls.isOpen()).isFalse();
    }

    private static ItemCalls calls(Item... items) {
        return new ItemCalls(Operation.UPSERT_ENTRIES, "/tour/entries", List.of(items), BACKOFF);
    }

    private static Item item(String fan, int receives) {
        return new Item(fan, Map.of("globalUserId", fan), List.of(new QueueMessage("m-" + fan, "", Map.of(), receives, "r", "q")));
    }

    private static List<String> fans(ItemCalls calls) {
        return Json.read(calls.body()).path("items").findValuesAsText("globalUserId");
    }

    private static String answer(String... fansAndStatuses) {
        return Json.write(Map.of("results", IntStream.range(0, fansAndStatuses.length / 2)
                .mapToObj(n -> Map.of("globalUserId", fansAndStatuses[2 * n], "status", fansAndStatuses[2 * n + 1])).collect(Collectors.toList())));
    }
}
