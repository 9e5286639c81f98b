package hub.registration.selection;

import hub.events.Causation;
import hub.registration.PathSegment;
import hub.registration.selection.SelectionStatus.Status;
import hub.registration.selection.SelectionStatus.Verdicts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A selection as it stands, and what its next step asks of partners.
 *
 * @param place    how far the step is; null at its beginning
 * @param revision which a step has to find unchanged to take effect
 * @param attempts vain ones of the step
 * @param figures  what is counted of it
 * @param unused   codes that are reserved and nobody's
 * @param why      the request that started it
 * @param changed  when its figures changed last; grows strictly
 */
public record Selection(UUID selectionId, MarketToSelect market, Status status, Step step, String reason, String place, long revision, int attempts,
                        Figures figures, List<String> unused, Causation why, Instant changed) {

    /** Fewer are not reserved, where each winner gets a code of one's own (presale registration, use case 2). */
    static final int LEAST_RESERVED = 500;

    /**
     * What is counted.
     *
     * @param total      eligible
     * @param candidates those that take part: eligible, without a code so far, and not rejected
     * @param won        winners whose verdict and code are written; {@code lost} likewise
     * @param heldWinners whose verdict could not be written; {@code heldLosers} likewise
     */
    public record Figures(long total, long rejected, long candidates, long winners, long won, long lost, long heldWinners, long heldLosers) {

        long processed() {
            return won + heldWinners;
        }

        long failed() {
            return rejected + heldWinners + heldLosers;
        }
    }

    /** The route that takes the next step. */
    public String route() {
        return step.route();
    }

    /** Whether there is a step to be taken now. */
    public boolean isUnderWay() {
        return step.isAtOnce();
    }

    /** Whether its verdicts are waited for. */
    public boolean isAwaited() {
        return step == Step.AWAIT_VERDICTS;
    }

    /** The key of what is asked of a partner in this step: the same however often it is asked. */
    public String key() {
        return selectionId + "/" + route();
    }

    /** Below the entry service's base address. */
    public String countsPath() {
        return PathSegment.of(market.campaignId()) + "/counts";
    }

    /** Of the question for the market's counts. */
    public String countsQuery() {
        return "marketId=" + encoded(market.marketId());
    }

    /** Below the entry service's base address. */
    public String scoringPath() {
        return PathSegment.of(market.campaignId()) + "/scoring";
    }

    /** Of the question for the next page of records without a code. */
    public String scoringQuery() {
        return countsQuery() + "&unassigned=true&limit=" + ScoringPage.MOST + (place == null ? "" : "&after=" + encoded(place));
    }

    /** Below the code service's base address. */
    public String codesPath() {
        return PathSegment.of(market.campaignId()) + "/codes/" + (step == Step.RESERVE_CODES ? "reserve" : "release");
    }

    /** How many codes the winners need, and more where fewer are not reserved. */
    public Map<String, Object> reservation() {
        return Map.of("marketId", market.marketId(), "count", market.sharedCode() ? 1 : Math.max(LEAST_RESERVED, figures.winners()));
    }

    /** The codes that nobody needs. */
    public Map<String, Object> release() {
        return Map.of("marketId", market.marketId(), "codes", unused);
    }

    /** Below the base address of the stats. */
    public String statsPath() {
        return PathSegment.of(market.campaignId());
    }

    /** The key of a report: another one whenever the figures have changed. */
    public String reportKey() {
        return selectionId + "/" + changed;
    }

    /** For the campaign's stats, all figures absolute. */
    public Map<String, Object> report() {
        var report = new LinkedHashMap<String, Object>();
        report.put("marketId", market.marketId());
        report.put("selectionId", selectionId);
        report.put("status", status);
        report.put("total", figures.total());
        report.put("processed", figures.processed());
        report.put("failed", figures.failed());
        report.put("verdicts", verdicts());
        report.put("at", changed);
        return report;
    }

    SelectionStatus view() {
        return new SelectionStatus(selectionId, status, figures.total(), figures.processed(), figures.failed(), verdicts(), reason);
    }

    private Verdicts verdicts() {
        return new Verdicts(figures.won(), figures.lost());
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "selection " + selectionId + " of " + market.campaignId() + " " + market.marketId() + ", " + route();
    }
}
