package hub.queues;

import hub.events.Outage;
import hub.events.PermanentFailure;
import hub.events.Transactions;
import hub.failures.FailureStore;
import hub.failures.FailureStore.LaneFull;
import hub.failures.Incidents;
import hub.failures.NewFailure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Records rejected and parked messages in the failure store, all of a batch in one transaction, under the name {@code queue:<queue>}. */
public final class FailureRows implements Records {

    private static final Logger LOG = LoggerFactory.getLogger(FailureRows.class);
    /** A database that answers is believed to have been away so often; after that the fault is somebody else's. */
    private static final int MOST_DOUBTS = 5;
    private static final String SUBSCRIBER = "queue:";

    private final Transactions transactions;
    private final FailureStore failures;
    private final Incidents incidents;

    public FailureRows(Transactions transactions, FailureStore failures, Incidents incidents) {
        this.transactions = transactions;
        this.failures = failures;
        this.incidents = incidents;
    }

    /** Under which name failures of a queue are kept, and tried again: the queue that the message was sent to. */
    public static String subscriber(String queue) {
        return SUBSCRIBER + QueueMessage.origin(queue);
    }

    /** The queue of such a name. */
    static String queue(String subscriber) {
        return subscriber.substring(SUBSCRIBER.length());
    }

    @Override
    public void write(String flow, List<Ended> ended) {
        try {
            transactions.inTransaction(() -> ended.forEach(one -> write(flow, one)));
        } catch (LaneFull full) {
            page(full);
            throw full;
        }
    }

    private void write(String flow, Ended one) {
        if (one.outcome() instanceof Outcome.Rejected rejected) {
            failures.reject(row(flow, rejected.step(), one.message(), new PermanentFailure(rejected.code(), rejected.reason())));
        } else if (one.outcome() instanceof Outcome.Parked parked) {
            failures.parkQueued(row(flow, null, one.message(), new PermanentFailure(parked.code(), parked.reason())));
        } else {
            throw new IllegalArgumentException("nothing is recorded of " + one.outcome());
        }
    }

    private static NewFailure row(String flow, String step, QueueMessage message, PermanentFailure why) {
        return NewFailure.ofQueued(flow, step, subscriber(message.queue()), "/sqs/" + message.origin(), message.id(), why, message.receiveCount(),
                message.attributes(), message.body());
    }

    private void page(LaneFull full) {
        try {
            incidents.full(full);
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("cannot page now that {}", full.getMessage());
        }
    }

    @Override
    public boolean isOutage(Throwable fault, int vain) {
        return fault instanceof LaneFull || Outage.looksLikeOne(fault) && (vain < MOST_DOUBTS || !transactions.databaseAnswers());
    }
}
