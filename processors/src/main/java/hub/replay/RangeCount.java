package hub.replay;

import hub.events.Transactions;
import java.util.function.BooleanSupplier;

/** Counts what a range of the log holds, one window of positions after the other, each in a transaction of its own: no statement takes long, however long the log is. */
public final class RangeCount {

    private final Transactions transactions;
    private final ReplayTable table;
    private final long window;

    /** @param window positions of the log that are counted at once */
    public RangeCount(Transactions transactions, ReplayTable table, long window) {
        this.transactions = transactions;
        this.table = table;
        this.window = window;
    }

    /**
     * What a range holds of what has been recorded by now.
     *
     * @param subscriber whose claims are counted with it
     * @param goesOn     asked before each window but the first
     * @return what was found, all of it unless {@code goesOn} said no
     */
    Found of(String subscriber, Range range, BooleanSupplier goesOn) {
        var log = transactions.inTransaction(table::extent);
        var found = Found.NOTHING;
        long position = log.before();
        while (position < log.last() && (position == log.before() || goesOn.getAsBoolean())) {
            long after = position;
            long until = Math.min(log.last(), position + window);
            found = found.plus(transactions.inTransaction(() -> table.find(subscriber, range, after, until)));
            position = until;
        }
        return position < log.last() ? found.brokenOffAt(position) : found;
    }

    /**
     * What a range holds, by what the ledger says of it: nothing as yet of what is not named.
     *
     * @param first the position of the first event, 0 where there is none; {@code last} likewise
     * @param upTo  where the count was broken off, null where it was not
     */
    record Found(long events, long applied, long parked, long discarded, long first, long last, Long upTo) {

        static final Found NOTHING = new Found(0, 0, 0, 0, 0, 0, null);

        Found plus(Found later) {
            return new Found(events + later.events, applied + later.applied, parked + later.parked, discarded + later.discarded, first == 0 ? later.first : first,
                    Math.max(last, later.last), null);
        }

        Found brokenOffAt(long position) {
            return new Found(events, applied, parked, discarded, first, last, position);
        }
    }
}
