package hub.failures;

import static org.assertj.core.api.Assertions.assertThat;

import hub.failures.Failure.Status;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {

    @Test
    void no_filter_means_every_row() {
        assertThat(Filter.ALL.indexed()).isEqualTo(new Filter.Condition("true", Map.of()));
        assertThat(Filter.ALL.searched()).isEqualTo(new Filter.Condition("true", Map.of()));
    }

    @Test
    void status_stands_in_the_text_so_that_indexes_of_open_failures_serve_and_values_do_not() {
        var filter = new Filter(Status.HELD, "f'", null, null, null, null, Instant.parse("2026-11-20T08:00:00Z"), null, "x");

        assertThat(filter.indexed().text()).isEqualTo("status = 'HELD' and flow = :flow and created_at >= :from::timestamptz");
        assertThat(filter.indexed().params()).containsExactly(Map.entry("flow", "f'"), Map.entry("from", "2026-11-20T08:00:00Z"));
        assertThat(filter.searched().params()).containsExactly(Map.entry("q", "x"));
    }
}
