package hub.registration.reminders;

import hub.events.Sends;
import hub.events.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Generates the reminders of markets (presale registration, use case 4, generation phase). */
public final class Notifications {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private final ReminderDocuments documents;
    private final ReminderTable table;
    private final ReminderTexts texts;
    private final Predicate<String> region;
    private final ReminderCounts counts;

    Notifications(ReminderDocuments documents, ReminderTable table, ReminderTexts texts, Predicate<String> region, ReminderCounts counts) {
        this.documents = documents;
        this.table = table;
        this.texts = texts;
        this.region = region;
        this.counts = counts;
    }

    /** Whether a market is still to be notified. */
    public boolean isOpen(Market market) {
        if (documents.isNotified(market)) {
            counts.add(ReminderCounts.SKIPPED, 1);
            return false;
        }
        return true;
    }

    /** Begins with a market. @param document of its campaign */
    public Generation begin(Market market, String document, Instant now) {
        return new Generation(market, Presale.of(market.campaignId(), market.marketId(), document), now, texts, region, documents.fans(market), counts);
    }

    /** Writes the reminders of a batch, each under its own key, so that a repetition writes the same. */
    @Sends("table:{{registration.table}}")
    public void write(Generation generation, List<Reminder> batch) {
        generation.wrote(batch.size(), table.write(batch));
    }

    /** Sets {@code date.notified} once, when every reminder is written; otherwise the next poll repeats it. @throws Unavailable not one could be written */
    public void end(Generation generation) {
        if (generation.isTotalFailure()) {
            throw new Unavailable("not one reminder for " + generation.market() + " could be written", null);
        }
        if (generation.end() == Generation.End.TO_BE_REPEATED) {
            LOG.warn("{} reminders for {} could not be written and are tried again at the next poll; {} were", generation.failed(), generation.market(), generation.written());
        } else if (documents.notified(generation.market(), generation.now())) {
            counts.add(ReminderCounts.NOTIFIED, 1);
        }
    }
}
