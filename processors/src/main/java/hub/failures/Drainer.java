package hub.failures;

import hub.events.Deadline;
import hub.events.Outage;
import hub.events.Signal;
import hub.events.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries parked messages again when they are due: the head of a lane only, and then the next of that lane. Several drainers, also of several
 * hubs, share the work by row locks.
 */
public final class Drainer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Drainer.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration TROUBLE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final int REST = 3;
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    /** What came of a look for something due. */
    private enum Turn { NOTHING_DUE, DONE, VAIN }

    private final Transactions transactions;
    private final Lanes lanes;
    private final Map<String, Retrier> retriers = new ConcurrentHashMap<>();
    private final Signal signal = new Signal();
    private final List<Thread> threads;
    private volatile boolean stopped;

    /** @param threads for local effects, and as many for calls to partners, so that a partner that is away holds back nobody else */
    public Drainer(Transactions transactions, Lanes lanes, int threads) {
        this.transactions = transactions;
        this.lanes = lanes;
        this.threads = IntStream.range(0, threads).boxed().flatMap(n -> Stream.of(new Thread(() -> run(false), "drainer-" + n),
                new Thread(() -> run(true), "drainer-partners-" + n))).toList();
    }

    /** Makes known who tries again what is parked under this name. */
    public void register(String subscriber, Retrier retrier) {
        retriers.put(subscriber, retrier);
    }

    /** Nobody tries again what is parked under this name. */
    public void forget(String subscriber) {
        retriers.remove(subscriber);
    }

    /** Whether somebody tries again what is parked under this name. */
    public boolean knows(String subscriber) {
        return retriers.containsKey(subscriber);
    }

    /** Under which names somebody tries again. */
    public Collection<String> names() {
        return retriers.keySet();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Something may be due now. */
    public void wake() {
        signal.wake();
    }

    @Override
    public void close() {
        close(Deadline.in(CLOSE));
    }

    /** Tries nothing more and breaks off what is being tried; waits for it no longer than there is time. */
    public void close(Deadline deadline) {
        stopped = true;
        threads.forEach(Thread::interrupt);
        deadline.join(threads);
    }

    private void run(boolean partners) {
        while (!stopped) {
            try {
                long begun = System.nanoTime();
                switch (drainOne(partners)) {
                    case NOTHING_DUE -> signal.await(POLL);
                    case VAIN -> rest(System.nanoTime() - begun);
                    case DONE -> { }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.warn("the drainer waits and tries again: {}", e.getMessage());
                pause();
            }
        }
    }

    /** After a vain attempt three times as long as it took, at most a tenth of a second: a flood of failures leaves the database to those that are well. */
    private static void rest(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.min(REST * nanos, LONGEST_REST.toNanos()));
    }

    /** Tries one due failure. */
    private Turn drainOne(boolean partners) {
        var subscribers = retriers.entrySet().stream().filter(entry -> entry.getValue().callsPartner() == partners).map(Map.Entry::getKey).toList();
        var taken = new Taken();
        try {
            transactions.inTransaction(() -> {
                taken.failure = lanes.takeDue(subscribers).orElse(null);
                if (taken.failure != null && partners) {
                    taken.leasedUntil = lanes.lease(taken.failure);
                } else if (taken.failure != null) {
                    call(retriers.get(taken.failure.subscriber()), taken.failure, work -> {
                        throw new IllegalStateException("a local effect is settled by the drainer");
                    });
                    lanes.resolve(taken.failure);
                }
            });
            if (taken.failure == null) {
                return Turn.NOTHING_DUE;
            }
            if (partners) {
                callPartner(taken);
            }
            LOG.info("failure {} of {} is resolved", taken.failure.id(), taken.failure.subscriber());
            return Turn.DONE;
        } catch (RuntimeException e) {
            if (taken.failure == null || stopped || Outage.looksLikeOne(e)) {
                throw e;
            }
            if (NotNow.isIn(e)) {
                transactions.inTransaction(() -> lanes.postpone(taken.failure));
                return Turn.DONE;
            }
            transactions.inTransaction(() -> lanes.failedAgain(taken.failure, e));
            return Turn.VAIN;
        }
    }

    /** Settles only while the lease holds: after that, somebody else may have called too, and settled. */
    private void callPartner(Taken taken) {
        var settled = new AtomicBoolean();
        Retrier.Settlement settlement = work -> {
            transactions.inTransaction(() -> {
                if (lanes.stillLeased(taken.failure, taken.leasedUntil)) {
                    work.run();
                    lanes.resolve(taken.failure);
                }
            });
            settled.set(true);
        };
        call(retriers.get(taken.failure.subscriber()), taken.failure, settlement);
        if (!settled.get()) {
            settlement.settle(() -> { });
        }
    }

    private static void call(Retrier retrier, Failure failure, Retrier.Settlement settlement) {
        if (retrier == null) {
            throw new NotNow("nobody takes the events of " + failure.subscriber() + " any more");
        }
        try {
            retrier.retry(failure, settlement);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RetryFailed(e);
        }
    }

    private void pause() {
        try {
            signal.await(TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Taken {
        private Failure failure;
        private Instant leasedUntil;
    }

    /** Carries what a retrier threw out of a transaction. */
    static final class RetryFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RetryFailed(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
