package hub.failures;

import hub.events.Signal;
import hub.events.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
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

    private final Transactions transactions;
    private final Lanes lanes;
    private final Map<String, Retrier> retriers = new ConcurrentHashMap<>();
    private final Signal signal = new Signal();
    private final List<Thread> threads;
    private volatile boolean stopped;

    public Drainer(Transactions transactions, Lanes lanes, int threads) {
        this.transactions = transactions;
        this.lanes = lanes;
        this.threads = IntStream.range(0, threads).mapToObj(n -> new Thread(this::run, "drainer-" + n)).toList();
    }

    /** Makes known who tries again what is parked under this name. */
    public void register(String subscriber, Retrier retrier) {
        retriers.put(subscriber, retrier);
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
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!stopped) {
            try {
                if (!drainOne()) {
                    signal.await(POLL);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the drainer waits and tries again: {}", e.getMessage());
                pause();
            }
        }
    }

    /** Tries one due failure; false where none is due. */
    private boolean drainOne() throws InterruptedException {
        var subscribers = List.copyOf(retriers.keySet());
        var taken = new Taken();
        try {
            transactions.inTransaction(() -> {
                taken.failure = lanes.takeDue(subscribers).orElse(null);
                if (taken.failure == null) {
                    return;
                }
                var retrier = retriers.get(taken.failure.subscriber());
                if (retrier.callsPartner()) {
                    lanes.lease(taken.failure);
                } else {
                    call(retrier, taken.failure, work -> {
                        throw new IllegalStateException("a local effect is settled by the drainer");
                    });
                    lanes.resolve(taken.failure);
                }
            });
            if (taken.failure == null) {
                return false;
            }
            if (retriers.get(taken.failure.subscriber()).callsPartner()) {
                callPartner(taken.failure);
            }
            LOG.info("failure {} of {} is resolved", taken.failure.id(), taken.failure.subscriber());
        } catch (RuntimeException e) {
            if (taken.failure == null || interrupted(e)) {
                throw e;
            }
            transactions.inTransaction(() -> lanes.failedAgain(taken.failure, e));
        }
        return true;
    }

    private void callPartner(Failure failure) {
        var settled = new AtomicBoolean();
        Retrier.Settlement settlement = work -> transactions.inTransaction(() -> {
            work.run();
            lanes.resolve(failure);
            settled.set(true);
        });
        call(retriers.get(failure.subscriber()), failure, settlement);
        if (!settled.get()) {
            settlement.settle(() -> { });
        }
    }

    private static void call(Retrier retrier, Failure failure, Retrier.Settlement settlement) {
        try {
            retrier.retry(failure, settlement);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RetryFailed(e);
        }
    }

    private static boolean interrupted(Throwable fault) {
        return Thread.currentThread().isInterrupted() || Optional.ofNullable(fault.getCause()).filter(InterruptedException.class::isInstance).isPresent();
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
    }

    /** Carries what a retrier threw out of a transaction. */
    static final class RetryFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RetryFailed(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
