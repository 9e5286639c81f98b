package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hub.failures.Failure.Status;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureQueryTest {

    @Test
    void every_filter_is_read() {
        var query = FailureQuery.parse(Map.of("status", "held", "flow", "f", "subscriber", "s", "type", "t", "subject", "u",
                "group", "g", "from", "2026-11-20T08:00:00Z", "to", "2026-11-20T10:00:00+01:00", "q", "x", "limit", "7"));

        var filter = query.filter();
        assertThat(filter.status()).isEqualTo(Status.HELD);
        assertThat(filter.from()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(filter.to()).isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
        assertThat(filter).extracting("flow", "subscriber", "type", "subject", "group", "q").containsExactly("f", "s", "t", "u", "g", "x");
        assertThat(query.limit()).isEqualTo(7);
    }

    @Test
    void no_filter_lists_everything_page_by_page() {
        assertThat(FailureQuery.parse(Map.of()).filter().status()).isNull();
        assertThat(FailureQuery.parse(Map.of()).limit()).isEqualTo(Parameters.DEFAULT_LIMIT);
    }

    @Test
    void next_is_taken_from_the_page_before() {
        var next = "2026-11-20T08:00:00.123456Z_0f8fad5b-d9cb-469f-a165-70867728950e";

        assertThat(FailureQuery.parse(Map.of("next", next)).next()).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"status, gone", "from, yesterday", "to, 2026-11-20", "limit, 0", "limit, 501", "limit, many", "next, 7", "next, 2026-99-20T08:00:00Z_0f8fad5b-d9cb-469f-a165-70867728950e",
        "next, 0000-01-01T00:00:00Z_0f8fad5b-d9cb-469f-a165-70867728950e", "from, 0000-12-31T00:00:00Z", "to, 9999-12-31T23:59:59-01:00",
        "flwo, save-entries"})
    void what_cannot_be_understood_is_refused(String name, String value) {
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> FailureQuery.parse(Map.of(name, value)))
                .satisfies(problem -> assertThat(problem.reply("case-7").status()).isEqualTo(400));
    }
}
