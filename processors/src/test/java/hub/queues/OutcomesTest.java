package hub.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.queues.Outcome.Applied;
import hub.queues.Outcome.Retry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private final List<QueueMessage> batch = Scene.messages(3);

    @Test
    void listed_messages_are_retried_and_the_others_are_done() {
        var text = "{\"batchItemFailures\": [{\"itemIdentifier\": \"m1\"}]}";

        for (Object answer : List.of(text, text.getBytes(StandardCharsets.UTF_8), Map.of("batchItemFailures", List.of(Map.of("itemIdentifier", "m1"))))) {
            assertThat(kinds(answer)).containsExactly(Applied.class, Retry.class, Applied.class);
        }
    }

    @Test
    void an_empty_list_is_success() {
        assertThat(kinds("{\"batchItemFailures\": []}")).containsOnly(Applied.class);
        assertThat(kinds(Map.of("batchItemFailures", List.of()))).containsOnly(Applied.class);
    }

    @Test
    void an_unknown_or_empty_id_retries_the_whole_batch() {
        for (var id : List.of("\"m7\"", "\"\"", "null", "{}")) {
            assertThat(kinds("{\"batchItemFailures\": [{\"itemIdentifier\": \"m1\"}, {\"itemIdentifier\": " + id + "}]}")).containsOnly(Retry.class);
        }
        assertThat(kinds("{\"batchItemFailures\": [{}]}")).containsOnly(Retry.class);
        assertThat(kinds("{\"batchItemFailures\": [\"m1\"]}")).containsOnly(Retry.class);
    }

    @Test
    void no_answer_and_any_other_answer_retry_the_whole_batch() {
        for (Object answer : List.of("", "null", "not json", "[]", "{}", "{\"batchItemFailures\": null}", "{\"batchItemFailures\": {}}", 7, batch, Map.of(), new Object())) {
            assertThat(kinds(answer)).as(String.valueOf(answer)).containsOnly(Retry.class);
        }
        assertThat(kinds(null)).containsOnly(Retry.class);
        assertThat(kinds(Map.of("batchItemFailures", new Object()))).containsOnly(Retry.class);
    }

    @Test
    void a_message_that_nothing_is_said_of_is_retried() {
        assertThat(kinds(Outcomes.of(batch).applied("m0").rejected("m2", "bad", "is bad"))).containsExactly(Applied.class, Retry.class, Outcome.Rejected.class);
        assertThat(kinds(Outcomes.of(batch.subList(0, 1)).applied("m0"))).containsExactly(Applied.class, Retry.class, Retry.class);
    }

    @Test
    void an_outcome_for_a_message_of_another_batch_is_a_fault() {
        assertThatThrownBy(() -> Outcomes.of(batch).applied("m9")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("m9");
    }

    private List<Class<?>> kinds(Object answer) {
        var outcomes = Outcomes.read(answer, batch);
        return batch.stream().<Class<?>>map(message -> outcomes.get(message.id()).getClass()).toList();
    }
}
