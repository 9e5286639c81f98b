package hub.replay;

import hub.events.ReplayQueues;
import hub.events.Transactions;
import hub.jobs.Job;
import hub.jobs.Work;
import hub.replay.ReplayOrder.Mode;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on a replay, step by step: goes through the log, writes a row for each event that a subscriber lacks, and publishes those to the replay's queue of that subscriber. A step
 * that a dead hub left half done is done again: what is published twice is delivered once, because its row has its outcome then.
 */
public final class ReplayWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayWork.class);
    private static final String BROKEN_OFF = "it was paused, cancelled or left to another hub meanwhile; nothing was begun";
    private final Transactions transactions;
    private final ReplayTable table;
    private final RangeCount counts;
    private final Rebuilds rebuilds;
    private final ReplayQueues queues;
    private final Targets targets;
    private final Pace pace;
    private final Clock clock;

    public ReplayWork(Transactions transactions, ReplayTable table, RangeCount counts, ReplayQueues queues, Targets targets, Pace pace, Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.counts = counts;
        this.rebuilds = new Rebuilds(transactions);
        this.queues = queues;
        this.targets = targets;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public Step next(Job job) throws Exception {
        var order = ReplayOrder.of(job.id(), job.ordered());
        long published = 0;
        boolean gotOn = false;
        for (var share : shares(job)) {
            if (!share.isBegun()) {
                begin(order, share);
                gotOn = true;
            } else {
                var looked = look(order, share);
                published += looked.published();
                gotOn |= looked.position() > share.position();
                publish(share, looked);
            }
        }
        transactions.inTransaction(() -> table.count(job.id()));
        return step(job, order, published, gotOn);
    }

    private List<Share> shares(Job job) {
        return transactions.inTransaction(() -> table.shares(job.id()));
    }

    /** A rebuild clears first and counts then: both take long where the log is. Done again from the start, the first finds nothing to clear. */
    private void begin(ReplayOrder order, Share share) {
        if (order.mode() == Mode.REBUILD) {
            unlessBegun(share, () -> clear(share));
        }
        var range = Range.of(order, share.types());
        var found = counts.of(share.subscriber(), range, () -> goesOn(share.job()));
        if (found.upTo() != null) {
            throw new IllegalStateException(BROKEN_OFF);
        }
        unlessBegun(share, () -> table.begin(share, found, table.hasLost(range)));
    }

    private boolean goesOn(String job) {
        return !Thread.currentThread().isInterrupted() && transactions.inTransaction(() -> table.mayGoOn(job));
    }

    private void unlessBegun(Share share, Runnable step) {
        transactions.inTransaction(() -> {
            if (table.mayBegin(share)) {
                step.run();
                if (!table.mayGoOn(share.job())) {
                    throw new IllegalStateException(BROKEN_OFF);
                }
            }
        });
    }

    /** Live deliveries wait from here on. The range is looked up after this, so that nothing falls between them; what falls into both has its effect once, by its claim. */
    private void clear(Share share) {
        var target = targets.find(share.subscriber()).orElseThrow(() -> new IllegalStateException("this hub has no route for subscriber " + share.subscriber()));
        rebuilds.begin(share.subscriber(), share.job());
        rebuilds.dropped(share.types()).ifPresent(type -> {
            throw new CannotBeDone("events of " + type + " have been dropped from the log meanwhile; nothing was cleared");
        });
        target.clear();
        LOG.info("replay {}: the model of {} is cleared and built anew; its live events wait", share.job(), share.subscriber());
    }

    private ReplayTable.Looked look(ReplayOrder order, Share share) {
        int room = pace.room(order.rate(), order.subscribers().size(), share.underWay());
        return transactions.inTransaction(() -> share.isGoneThrough() || !table.mayGoOn(share.job()) ? new ReplayTable.Looked(share.position(), 0)
                : table.look(share, Range.of(order, share.types()), room, order.mode() == Mode.REPAIR));
    }

    /** A queue that the broker has lost is made again, and gets again what is under way. */
    private void publish(Share share, ReplayTable.Looked looked) throws Exception {
        if (share.underWay() + looked.published() == 0) {
            return;
        }
        var queue = ReplayQueues.name(share.job(), share.subscriber());
        long sent = share.sent();
        if (!queues.exists(queue)) {
            note(share, sent, 0);   // before the queue is there: whoever finds it there takes what was sent for sent
            sent = 0;
            queues.make(queue);
        }
        while (sent < looked.position()) {
            long from = sent;
            var events = transactions.inTransaction(() -> table.unsent(share, from, pace.batch()));
            if (!events.isEmpty()) {
                queues.publish(queue, share.job(), events);
            }
            sent = events.isEmpty() ? looked.position() : events.get(events.size() - 1).position();
            note(share, from, sent);
        }
    }

    private void note(Share share, long before, long sent) {
        if (before != sent) {
            transactions.inTransaction(() -> table.sent(share, before, sent));
        }
    }

    private Step step(Job job, ReplayOrder order, long published, boolean gotOn) {
        var shares = shares(job);
        long handled = shares.stream().mapToLong(share -> share.counts().handled()).sum();
        var progress = Speed.measure(Speed.of(job.progress()), handled, clock.instant()).progress();
        boolean done = true;
        for (var share : shares) {
            if (!share.isDone()) {
                done = false;
            } else if (order.mode() == Mode.REBUILD) {
                transactions.inTransaction(() -> rebuilds.end(share.subscriber(), share.job()));
            }
        }
        return done ? Step.done(progress) : Step.after(progress, pace.after(order.rate(), published, gotOn));
    }

    /** Also queues that a hub left behind which was stalled, or died, in the middle of another replay. */
    @Override
    public void clearAway(Job job) throws Exception {
        transactions.inTransaction(() -> table.close(job.id()));
        var leftOver = new HashSet<>(queues.all());
        transactions.inTransaction(table::open).forEach(open -> leftOver.remove(ReplayQueues.name(open.job(), open.subscriber())));
        if (!leftOver.isEmpty()) {
            queues.delete(leftOver);
        }
    }
}
