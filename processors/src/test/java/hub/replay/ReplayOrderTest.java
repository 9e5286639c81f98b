package hub.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Json;
import hub.replay.ReplayOrder.Mode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayOrderTest {

    private static final String DAY = "'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z'";

    @Test
    void a_repair_is_what_is_ordered_unless_something_else_is_said() {
        var order = parse("{" + DAY + ", 'subscribers': ['b', 'a', 'b']}");

        assertThat(order.mode()).isEqualTo(Mode.REPAIR);
        assertThat(order.from()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(order.subscribers()).containsExactly("a", "b");
        assertThat(order.rate()).isNull();
        assertThat(order.dryRun()).isFalse();
        assertThat(order.id()).isNotBlank();
    }

    @Test
    void times_of_any_offset_are_the_same_order() {
        assertThat(parse("{'id': 'x', 'from': '2026-11-20T01:00:00+01:00', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a']}").ordered())
                .isEqualTo(parse("{'id': 'x', " + DAY + ", 'subscribers': ['a'], 'types': []}").ordered());
    }

    @Test
    void what_is_kept_with_the_job_is_the_order() {
        var order = parse("{'id': 'x', " + DAY + ", 'subscribers': ['a'], 'types': ['t.v1'], 'subjects': ['s'], 'allowEffects': ['a'], 'rate': 5}");

        assertThat(ReplayOrder.of("x", order.ordered())).isEqualTo(order);
    }

    @Test
    void a_rebuild_takes_the_whole_log_whatever_times_are_given() {
        var order = parse("{'mode': 'rebuild', " + DAY + ", 'subscribers': ['a']}");

        assertThat(order.from()).isNull();
        assertThat(order.to()).isNull();
        assertThat(ReplayOrder.of(order.id(), order.ordered())).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'from': '2026-11-20T00:00:00Z', 'subscribers': ['a']} | from and to are needed",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-20T00:00:00Z', 'subscribers': ['a']} | from has to be before to",
        "{'from': 'yesterday', 'to': '2026-11-20T00:00:00Z', 'subscribers': ['a']} | from has to be a time",
        "{'from': '0000-11-20T00:00:00Z', 'to': '2026-11-20T00:00:00Z', 'subscribers': ['a']} | from has to be a time of the years",
        "{'from': '2026-11-20T00:00:00Z', 'to': '9999-12-31T23:30:00-01:00', 'subscribers': ['a']} | to has to be a time of the years",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z'} | at least one subscriber",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': 'a'} | subscribers has to be a list",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'rate': 0} | rate has to be",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'rate': 1.5} | rate has to be",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'mode': 'redo'} | repair or rebuild",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'id': 'a.b'} | id has to be",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'allowEffects': ['b']} | not among the subscribers",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'dryrun': true} | unknown member dryrun",
        "{'from': '2026-11-20T00:00:00Z', 'to': '2026-11-21T00:00:00Z', 'subscribers': ['a'], 'dryRun': 'yes'} | true or false",
        "{'mode': 'rebuild', 'subscribers': ['a'], 'types': ['t.v1']} | leave out types and subjects"})
    void an_order_that_lacks_something_or_contradicts_itself_is_refused(String order, String why) {
        assertThatThrownBy(() -> parse(order)).isInstanceOf(Refused.class).hasMessageContaining(why)
                .satisfies(refused -> assertThat(((Refused) refused).reason()).isEqualTo(Refused.Reason.INVALID_REQUEST));
    }

    private static ReplayOrder parse(String order) {
        return ReplayOrder.parse(Json.read(order.replace('\'', '"')));
    }
}
