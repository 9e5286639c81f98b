package hub.events;

import java.util.List;
import java.util.function.Predicate;

/**
 * Brings history to subscribers that start at the beginning, or whose queue the broker has lost: batch by batch, in order, before the
 * first live event. The ledger drops what a subscriber had before.
 */
public final class CatchUp {

    /** Publishes history to one subscriber's queue. */
    interface Publish {
        void to(String subscriber, List<Recorded> history) throws Exception;
    }

    /** Positions looked through at once, so that a rare type does not hold up the bus. */
    private static final long WINDOW = 20_000;

    private final Transactions transactions;
    private final Subscribers subscribers;
    private final int batchSize;

    public CatchUp(Transactions transactions, Subscribers subscribers, int batchSize) {
        this.transactions = transactions;
        this.subscribers = subscribers;
        this.batchSize = batchSize;
    }

    /**
     * Publishes one batch for each subscriber that is behind; one that has reached the relay's position gets the live events from now on. Subscribers
     * without a queue wait: another hub is about to make it, or nobody needs it any longer.
     */
    void advance(long relayPosition, Predicate<String> hasQueue, Publish publish) throws Exception {
        if (!subscribers.someCatchUp()) {
            return;
        }
        for (var behind : transactions.inTransaction(subscribers::catchingUp)) {
            if (!hasQueue.test(behind.name())) {
                continue;
            }
            if (behind.position() >= relayPosition) {
                subscribers.goLive(behind.name(), behind.types());
                continue;
            }
            long windowEnd = Math.min(relayPosition, behind.position() + WINDOW);
            var history = transactions.inTransaction(() -> history(behind, windowEnd));
            if (!history.isEmpty()) {
                publish.to(behind.name(), history);
            }
            long reached = history.size() == batchSize ? history.get(history.size() - 1).position() : windowEnd;
            transactions.inTransaction(() -> subscribers.caughtUpTo(behind, reached));
        }
    }

    private List<Recorded> history(Subscribers.Behind behind, long until) {
        return transactions.sql().sql("""
                select position, recorded_at, envelope from hub.event_log
                 where position > ? and position <= ? and type = any (?) order by position limit ?""")
                .params(behind.position(), until, behind.types().toArray(String[]::new), batchSize)
                .query((row, n) -> Recorded.of(row.getLong(1), row.getTimestamp(2).toInstant(), row.getString(3))).list();
    }
}
