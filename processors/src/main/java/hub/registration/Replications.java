package hub.registration;

import hub.events.Backoff;
import hub.events.Sends;
import hub.queues.QueueMessage;
import hub.registration.Replication.Replicated;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Begins the replication of batches, and does what each needs of the demand table (presale registration, use case 3). */
public final class Replications {

    private final EntryRows rows;
    private final Backoff backoff;
    private final ReplicationCounts counts;

    /** @param backoff before a call to a partner is made again */
    Replications(EntryRows rows, Backoff backoff, ReplicationCounts counts) {
        this.rows = rows;
        this.backoff = backoff;
        this.counts = counts;
    }

    /** Reads the changes that a batch says. What is malformed is rejected. */
    @Sends("queue:userInfoQueue")
    public Replication begin(List<QueueMessage> batch) {
        return new Replication(batch, backoff, counts);
    }

    /** Compares them with the rows as they stand. @throws hub.queues.DestinationAway the table does not answer, and nothing was sent */
    public Replication compare(Replication replication) {
        replication.compare(rows.read(replication.keys()));
        return replication;
    }

    /** Clears the flag of an entry that was replicated, unless it was changed since. */
    @Sends("table:{{registration.table}}")
    public void unflag(Replication replication, Replicated replicated) {
        try {
            rows.unflag(replicated.key(), replicated.version());
        } catch (SdkException e) {
            replication.notCleared(replicated, e);
        }
    }
}
