package hub.registration.selection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts selections, the scoring records that they went through, and the verdicts that came of them. */
final class SelectionCounts {

    private final MeterRegistry meters;

    /** All of them are there from the start, at 0. */
    SelectionCounts(MeterRegistry meters) {
        this.meters = meters;
        for (var status : new String[] {"STARTED", "FINISHED", "FAILED"}) {
            selections(status);
        }
        for (var outcome : new String[] {"valid", "rejected"}) {
            records(outcome);
        }
        for (var outcome : new String[] {"written", "held", "retried"}) {
            verdicts(true, outcome);
            verdicts(false, outcome);
        }
    }

    void started() {
        selections("STARTED").increment();
    }

    void ended(Selection selection) {
        selections(selection.status().name()).increment();
    }

    void gathered(ScoringPage page) {
        records("valid").increment(page.candidates().size());
        records("rejected").increment(page.rejected().size());
    }

    /** @param outcome {@code written}, {@code held} or {@code retried} */
    void verdict(boolean verdict, String outcome) {
        verdicts(verdict, outcome).increment();
    }

    private Counter selections(String status) {
        return Counter.builder("hub_selections").description("Selections of winners by what became of them").tags("status", status).register(meters);
    }

    private Counter records(String outcome) {
        return Counter.builder("hub_selection_records").description("Scoring records that selections went through").tags("outcome", outcome).register(meters);
    }

    private Counter verdicts(boolean verdict, String outcome) {
        return Counter.builder("hub_selection_verdicts").description("Messages about verdicts by what they came to").tags("verdict", String.valueOf(verdict), "outcome", outcome).register(meters);
    }
}
