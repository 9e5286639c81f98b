package bench.bare.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;

/**
 * A selection of winners as it stands.
 *
 * @param capacity most winners; null: any number
 * @param ratio    share of the eligible that win; null: any
 * @param place    how far the step is; null at its beginning
 * @param figures  what is counted of it
 * @param unused   codes that are reserved and nobody's
 * @param changed  when its figures changed last
 */
record Selection(UUID id, String campaign, String market, Long capacity, BigDecimal ratio, boolean shared, String status, Step step, String place, Figures figures,
                 List<String> unused, ObjectNode trace, String changed) {

    /** Fewer are not reserved, where each winner gets a code of one's own. */
    private static final long LEAST_RESERVED = 500;

    /** What comes next. */
    enum Step { COUNT, GATHER, CHOOSE, RESERVE, RELEASE, ENQUEUE, AWAIT, REPORT, ENDED }

    record Figures(long total, long rejected, long candidates, long winners, long won, long lost, long heldWinners, long heldLosers) { }

    /** How many win. */
    long size() {
        long most = capacity == null ? figures.candidates : Math.min(figures.candidates, capacity);
        return ratio == null ? most : Math.min(most, BigDecimal.valueOf(figures.total).multiply(ratio).setScale(0, RoundingMode.FLOOR).longValue());
    }

    /** How many codes are asked for. */
    long codes() {
        return shared ? 1 : Math.max(LEAST_RESERVED, figures.winners);
    }

    String path() {
        return "/" + Partner.segment(campaign);
    }

    /** The key of what is asked of a partner in this step. */
    String key() {
        return id + "/" + step;
    }

    /** How far it is, as managers see it. */
    ObjectNode view() {
        var view = Json.MAPPER.createObjectNode().put("selectionId", id.toString()).put("status", status).put("total", figures.total)
                .put("processed", figures.won + figures.heldWinners).put("failed", figures.rejected + figures.heldWinners + figures.heldLosers);
        view.putObject("verdicts").put("true", figures.won).put("false", figures.lost);
        return view;
    }

    /** For the campaign's stats. */
    ObjectNode report() {
        return view().put("marketId", market).put("at", changed);
    }
}
