package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Causation;
import hub.events.Json;
import hub.registration.selection.Selection.Figures;
import hub.registration.selection.SelectionStatus.Status;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SelectionFiguresTest {

    private static final UUID ID = UUID.fromString("0b0e2c52-2f0c-4b39-9d11-0d2f1c9d9f10");

    @Test
    void winners_count_as_processed_when_it_is_known_what_became_of_them() {
        var figures = new Figures(1000, 10, 990, 500, 120, 300, 3, 4);

        assertThat(figures.processed()).isEqualTo(123);
        assertThat(figures.failed()).isEqualTo(17);
    }

    @Test
    void status_is_written_as_the_contract_has_it() {
        var view = selection(new Figures(50_000, 0, 50_000, 500, 500, 49_500, 0, 0), Step.ENDED, false).view();

        assertThat(Json.read(Json.write(view))).isEqualTo(Json.read("""
                {"selectionId": "%s", "status": "PROCESSING", "total": 50000, "processed": 500, "failed": 0, "verdicts": {"true": 500, "false": 49500}}""".formatted(ID)));
    }

    @Test
    void at_least_500_codes_are_reserved_and_one_where_it_is_shared() {
        assertThat(selection(winners(3), Step.RESERVE_CODES, false).reservation()).containsEntry("count", 500L);
        assertThat(selection(winners(501), Step.RESERVE_CODES, false).reservation()).containsEntry("count", 501L);
        assertThat(selection(winners(501), Step.RESERVE_CODES, true).reservation()).containsEntry("count", 1L);
    }

    @Test
    void what_a_partner_is_asked_has_a_key_of_the_selection_and_its_step() {
        assertThat(selection(winners(3), Step.RESERVE_CODES, false).key()).isEqualTo(ID + "/reserve-codes");
        assertThat(selection(winners(3), Step.RELEASE_CODES, false).key()).isEqualTo(ID + "/release-codes");
    }

    @Test
    void ids_are_encoded_where_they_are_part_of_an_address() {
        var selection = new Selection(ID, new MarketToSelect("tour/1", "l a&b", new Size(1L, null), false), Status.PROCESSING, Step.GATHER_CANDIDATES, null, "fan&1", 0, 0, winners(0), List.of(),
                Causation.continuing("c", null, null), Instant.EPOCH);

        assertThat(selection.scoringPath()).isEqualTo("/tour%2F1/scoring");
        assertThat(selection.scoringQuery()).isEqualTo("marketId=l+a%26b&unassigned=true&limit=1000&after=fan%261");
    }

    private static Figures winners(long winners) {
        return new Figures(1000, 0, 1000, winners, 0, 0, 0, 0);
    }

    private static Selection selection(Figures figures, Step step, boolean shared) {
        return new Selection(ID, new MarketToSelect("tour", "la", new Size(1L, null), shared), Status.PROCESSING, step, null, null, 0, 0, figures, List.of(), Causation.continuing("c", null, null),
                Instant.EPOCH);
    }
}
