package hub.registration.reminders;

import java.time.Instant;
import java.util.List;

/** Finds the markets whose reminders are due, and cleans up after those whose presale has begun (presale registration, use case 4, polling phase). */
public final class MarketPolling {

    /** The planned markets at one time. */
    public record Polled(List<Market> due, List<Market> past) { }

    private final ReminderDocuments documents;
    private final ReminderCounts counts;

    MarketPolling(ReminderDocuments documents, ReminderCounts counts) {
        this.documents = documents;
        this.counts = counts;
    }

    /** The markets that are due and those that are past; one between, too near to its presale, is neither. */
    public Polled begin(Instant now) {
        var polled = of(documents.markets(), now);
        counts.add(ReminderCounts.DUE, polled.due().size());
        return polled;
    }

    static Polled of(List<Market> markets, Instant now) {
        return new Polled(markets.stream().filter(market -> market.isDue(now)).toList(), markets.stream().filter(market -> market.isPast(now)).toList());
    }

    /** Unsets {@code date.notification} of a market that is past, unless its presale was moved. */
    public void cleanUp(Market past) {
        if (documents.cleanedUp(past)) {
            counts.add(ReminderCounts.CLEANED_UP, 1);
        }
    }
}
