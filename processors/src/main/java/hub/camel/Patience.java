package hub.camel;

import hub.events.Outage;
import hub.events.Transactions;
import hub.failures.FailureStore.LaneFull;
import hub.failures.Incidents;
import hub.failures.NotNow;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits while the database is away or the failure store is full, growing from 100 ms to 2 s, and gives up when the route is being stopped: its source is not acknowledged then. */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final int MOST_DOUBTS = 5;
    private final BooleanSupplier stopping;
    private Duration next = FIRST;
    private int doubts;

    Patience(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /**
     * Parks in a transaction. Waits while the database is away, while there is no room, of which the on-call hears, and while it is not the time for it.
     *
     * @throws Stopping the route is being stopped
     */
    <T> T untilParked(Backbone backbone, Supplier<T> parking) {
        while (true) {
            try {
                return backbone.transactions().inTransaction(parking);
            } catch (LaneFull full) {
                awaitRoom(backbone.incidents(), full);
            } catch (NotNow notNow) {
                await();
            } catch (RuntimeException e) {
                if (!isOutage(e, backbone.transactions())) {
                    throw e;
                }
                await();
            }
        }
    }

    /** Has the on-call hear of it. @throws Stopping the route is being stopped */
    void awaitRoom(Incidents incidents, LaneFull full) {
        try {
            incidents.full(full);
        } catch (RuntimeException e) {
            LOG.warn("cannot page now that {}", full.getMessage());
        }
        await();
    }

    /** @throws Stopping the route is being stopped */
    void await() {
        if (stopping.getAsBoolean()) {
            throw new Stopping();
        }
        sleep(next);
        next = next.multipliedBy(2).compareTo(MOST) > 0 ? MOST : next.multipliedBy(2);
    }

    /** A short delay before another attempt: 20 ms, doubled each time, with jitter. Others wait meanwhile. */
    static void beforeAttempt(int attempt) {
        long millis = 20L << Math.min(attempt - 1, 3);
        sleep(Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
    }

    /**
     * Whether the fault is an outage of our own database, which is waited for and no attempt. A database that answers again is believed to have been
     * away a few times; after that the fault is somebody else's.
     */
    boolean isOutage(Throwable fault, Transactions transactions) {
        return Outage.looksLikeOne(fault) && (!transactions.databaseAnswers() || ++doubts <= MOST_DOUBTS);
    }

    private static void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopping();
        }
    }

    /** The route stops while a message waits; the message goes back to its source. */
    static final class Stopping extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stopping() {
            super("the route is being stopped; the message goes back to its source");
        }
    }
}
