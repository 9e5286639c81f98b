package sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

    private static Tally tally(String kind, Outcome outcome, long messages) {
        var tally = new Tally();
        tally.add(kind, outcome, messages);
        return tally;
    }

    @Test
    void equal_counts_differ_in_nothing() {
        assertThat(tally("new", Outcome.APPLIED, 5).differences(tally("new", Outcome.APPLIED, 5))).isEmpty();
    }

    @Test
    void a_missing_message_is_named_with_what_was_expected_and_found() {
        assertThat(tally("new", Outcome.APPLIED, 4).differences(tally("new", Outcome.APPLIED, 5))).containsExactly("new: expected 5 applied, found 4 applied");
    }

    @Test
    void errors_of_two_kinds_do_not_make_up_for_each_other() {
        var expected = tally("new", Outcome.APPLIED, 5);
        expected.add("repeated", Outcome.DUPLICATE, 5);
        var found = tally("new", Outcome.DUPLICATE, 5);
        found.add("repeated", Outcome.APPLIED, 5);

        assertThat(found.differences(expected)).containsExactly("new: expected 5 applied, found 5 duplicate", "repeated: expected 5 duplicate, found 5 applied");
    }

    @Test
    void a_message_of_unknown_fate_is_sent_and_not_accounted_for() {
        var tally = tally("new", Outcome.UNACCOUNTED, 1);
        tally.add("new", Outcome.APPLIED, 2);

        assertThat(tally.sum()).isEqualTo(3);
        assertThat(tally.accounted()).isEqualTo(2);
        assertThat(tally.differences(tally("new", Outcome.APPLIED, 3))).containsExactly("new: expected 3 applied, found 2 applied and 1 unaccounted");
    }

    @Test
    void a_kind_that_nobody_expected_is_a_difference() {
        assertThat(tally("other", Outcome.PARKED, 1).differences(new Tally())).containsExactly("other: expected none, found 1 parked");
    }
}
