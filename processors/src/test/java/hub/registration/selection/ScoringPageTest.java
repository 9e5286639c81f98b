package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.registration.selection.ScoringPage.Candidate;
import org.junit.jupiter.api.Test;

class ScoringPageTest {

    @Test
    void records_without_a_fan_are_rejected_and_the_others_take_part() {
        var page = ScoringPage.read("""
                {"items": [{"globalUserId": "a", "score": 87.5}, {"score": 99}, {"globalUserId": "", "score": 99}, {"globalUserId": null}, {"globalUserId": 7}, {"globalUserId": "b"},
                           {"globalUserId": "c", "score": "high"}], "next": "c"}""");

        assertThat(page.candidates()).containsExactly(new Candidate("a", 87.5), new Candidate("b", null), new Candidate("c", null));
        assertThat(page.rejected()).hasSize(4);
        assertThat(page.next()).isEqualTo("c");
    }

    @Test
    void last_page_has_no_next() {
        assertThat(ScoringPage.read("{\"items\": []}").next()).isNull();
    }

    @Test
    void answer_that_is_no_page_is_a_fault_and_not_the_end() {
        assertThatThrownBy(() -> ScoringPage.read("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScoringPage.read("gone")).isInstanceOf(IllegalArgumentException.class);
    }
}
