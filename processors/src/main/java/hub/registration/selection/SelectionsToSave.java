package hub.registration.selection;

import hub.events.Backoff;
import hub.events.Sends;
import hub.queues.Mailing;
import hub.queues.QueueMessage;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Begins to save verdicts, and writes them to the demand table (presale registration, use case 2, steps 10 to 12). */
public final class SelectionsToSave {

    private final VerdictRows rows;
    private final Backoff backoff;
    private final int deliveries;
    private final SelectionCounts counts;

    /** @param backoff before a call to the entry service is made again @param deliveries after so many a message that still fails is held */
    SelectionsToSave(VerdictRows rows, Backoff backoff, int deliveries, SelectionCounts counts) {
        this.rows = rows;
        this.backoff = backoff;
        this.deliveries = deliveries;
        this.counts = counts;
    }

    /** Reads the verdicts that a batch says. What is malformed is rejected. */
    @Sends("queue:verdictReporterQueue")
    public Assignment begin(List<QueueMessage> batch) {
        return new Assignment(batch, backoff, deliveries, counts);
    }

    /** Writes a verdict to the fan's entry. Any thread may. */
    @Sends("table:{{registration.table}}")
    public void write(Verdict verdict) {
        try {
            verdict.written(rows.write(verdict.selected(), verdict.first().causation()));
        } catch (SdkException e) {
            verdict.notWritten(Mailing.meaning(e));
        }
    }
}
