package hub.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Test
    void times_of_any_offset_are_instants() {
        assertThat(Times.parse("2026-11-20T10:00:00.5+02:00")).isEqualTo(Instant.parse("2026-11-20T08:00:00.5Z"));
        assertThat(Times.parse("0000-12-31T23:30:00-01:00")).isEqualTo(Instant.parse("0001-01-01T00:30:00Z"));
        assertThat(Times.parse("9999-12-31T23:59:59.999999999Z")).isEqualTo(Instant.parse("9999-12-31T23:59:59.999999999Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-06-01T00:00:00Z", "0001-01-01T00:30:00+01:00", "9999-12-31T23:30:00-01:00", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59-18:00"})
    void years_that_the_database_does_not_read_are_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Times.parse(text)).withMessageContaining("years 0001 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-20", "2026-11-20T08:00:00", "2026-02-30T08:00:00Z"})
    void what_is_no_time_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Times.parse(text)).withMessageContaining("has to be a time as in");
    }
}
