package hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausationTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void what_came_in_is_continued() {
        var causation = Causation.continuing("case-7", "command-1", TRACE);

        assertThat(causation).isEqualTo(new Causation("case-7", "command-1", TRACE));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "with space", "line\nbreak", "umläut"})
    void a_correlation_id_that_is_missing_or_unusable_is_made(String correlationId) {
        assertThat(Causation.continuing(correlationId, null, TRACE).correlationId()).isNotEqualTo(correlationId).isNotBlank();
    }

    @Test
    void a_new_trace_is_well_formed() {
        assertThat(Causation.isTraceparent(Causation.continuing(null, null, "broken").traceparent())).isTrue();
    }

    @Test
    void an_event_causes_what_happens_while_it_is_handled_and_not_what_follows() {
        var event = new Event("e-1", "/x", "x.y.v1", "s", Instant.EPOCH, Json.MAPPER.createObjectNode(), Map.of("correlationid", "case-7", "traceparent", TRACE));

        var during = event.asCause().during(Causation::current);

        assertThat(during).isEqualTo(new Causation("case-7", "e-1", TRACE));
        assertThat(Causation.current().correlationId()).isNotEqualTo("case-7");
    }

    @Test
    void an_inner_cause_gives_way_to_the_outer_one() {
        var outer = Causation.continuing("outer", null, TRACE);

        assertThat(outer.during(() -> {
            Causation.continuing("inner", null, TRACE).during(Causation::current);
            return Causation.current();
        })).isEqualTo(outer);
    }
}
