package hub.failures;

import hub.events.Ledger;
import hub.events.Transactions;
import hub.failures.Failure.Status;
import hub.failures.Failures.Answer;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.dao.DataAccessException;

/** Takes discarded failures back. Refused where the order of the subject would be broken: what came after it has had its effect, may have had it, or may be about to. */
final class Restoration {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private final Transactions transactions;
    private final Ledger ledger;

    Restoration(Transactions transactions) {
        this.transactions = transactions;
        this.ledger = new Ledger(transactions);
    }

    Answer restore(UUID id, String operator, Lanes lanes) {
        try {
            return transactions.inTransaction(() -> {
                waitForDeliveries();
                var failure = lanes.find(id, true).orElse(null);
                if (failure == null) {
                    return new Answer.Unknown();
                }
                if (failure.status() != Status.DISCARDED) {
                    return new Answer.NotDiscarded(failure.status());
                }
                var refusal = failure.position() == null ? null : refusal(failure);
                if (refusal != null) {
                    return refusal;
                }
                return lanes.restore(failure, operator) ? new Answer.Done(lanes.find(id, false).orElseThrow()) : new Answer.Busy();
            });
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException fault && LOCK_NOT_AVAILABLE.equals(fault.getSQLState())) {
                return new Answer.Busy();
            }
            throw e;
        }
    }

    /**
     * A later event of the subject that is being applied now cannot be seen: waits until deliveries under way have committed and keeps new ones waiting
     * for as long as this transaction takes, milliseconds. They find the lane open then.
     */
    private void waitForDeliveries() {
        transactions.sql().sql("set local lock_timeout = '1s'").update();
        transactions.sql().sql("lock table hub.delivery in share row exclusive mode").update();
    }

    private Answer refusal(Failure failure) {
        if (!ledger.mayDeliver(failure.subscriber(), null)) {
            return new Answer.BeingRebuilt();
        }
        if (isForgotten(failure)) {
            return new Answer.Forgotten();
        }
        return laterApplied(failure) ? new Answer.LaterApplied() : null;
    }

    /** Whether its part of the log was dropped, and with it what would show that later events were applied. None is dropped while this transaction has its lock. */
    private boolean isForgotten(Failure failure) {
        return transactions.sql().sql("select coalesce(? < min(substring(inhrelid::regclass::text from '_([0-9]+)$')::bigint), true) from pg_inherits where inhparent = 'hub.event_log'::regclass")
                .params(failure.position()).query(Boolean.class).single();
    }

    private boolean laterApplied(Failure failure) {
        var later = failure.subscriber().startsWith("relay:") ? """
                select exists (select from hub.event_log e join hub.relay r on 'relay:' || r.name = :subscriber
                                where e.position > :position and e.position <= r.position and e.subject = :subject
                                  and not exists (select from hub.failure f where f.subscriber = :subscriber and f.subject = :subject and f.position = e.position and f.status <> 'RESOLVED'))"""
                : """
                select exists (select from hub.event_log e join hub.delivery d on d.subscriber = :subscriber and d.position = e.position and d.outcome = 'applied'
                                where e.subject = :subject and e.position > :position)""";
        return transactions.sql().sql(later).param("subscriber", failure.subscriber()).param("position", failure.position()).param("subject", failure.subject())
                .query(Boolean.class).single();
    }
}
