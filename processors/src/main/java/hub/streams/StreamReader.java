package hub.streams;

import hub.events.Backoff;
import hub.events.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This hub's reader of a table's changes: waits for the consumer's lease, and reads as long as it holds it. */
public final class StreamReader {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    /** Longer than others wait for a free lease, so that it goes round. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final StreamSettings settings;
    private final TableStream table;
    private final Steps steps;
    private final Reports reports;
    private final Lease.Database database;
    private final AtomicInteger inHand = new AtomicInteger();
    private boolean open;
    private boolean stopped;
    private Thread thread;
    private CompletableFuture<Void> ending;
    private volatile Tenure tenure;
    private volatile String trouble;

    StreamReader(StreamSettings settings, TableStream table, Steps steps, Reports reports, Lease.Database database) {
        this.settings = settings;
        this.table = table;
        this.reports = reports;
        this.database = database;
        this.steps = changes -> {
            inHand.incrementAndGet();
            try {
                steps.work(changes);
            } finally {
                inHand.decrementAndGet();
            }
        };
    }

    public StreamSettings settings() {
        return settings;
    }

    /** Begins to read, or to wait for the lease. */
    public synchronized void start() {
        open = true;
        notifyAll();
        if (thread == null) {
            thread = new Thread(this::run, "stream-" + settings.consumer());
            thread.start();
        }
    }

    /** Reads nothing more, and leaves the lease to others once the batches in hand have ended. */
    public synchronized void suspend() {
        open = false;
        notifyAll();
        if (ending != null) {
            ending.complete(null);
        }
    }

    /** As {@link #suspend}, for good: returns when the threads have ended, which are interrupted after a grace. */
    public void stop() {
        Thread running;
        synchronized (this) {
            stopped = true;
            suspend();
            running = thread;
        }
        try {
            if (running != null) {
                running.join(GRACE.toMillis());
                running.interrupt();
                running.join(GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Batches that are not acknowledged yet: what a stop waits for. */
    public int pending() {
        return inHand.get();
    }

    /** Whether this hub holds the lease. */
    public boolean isReading() {
        return tenure != null;
    }

    /** Seconds: about how old the oldest change is that is not acknowledged. NaN where another hub reads. */
    public double lag() {
        var now = tenure;
        return now == null ? Double.NaN : now.lag().map(lag -> lag.toMillis() / 1000.0).orElse(0.0);
    }

    /** Why it does not get on, or null. */
    public String trouble() {
        var now = tenure;
        return trouble != null || now == null ? trouble : now.trouble();
    }

    private void run() {
        try {
            while (awaitOpen()) {
                try (var lease = database.lease("stream", settings.consumer())) {
                    if (take(lease)) {
                        read(lease);
                    }
                } catch (SQLException | ExecutionException | RuntimeException e) {
                    report(e);
                    pause(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("{} was stopped before it had finished; what it had in hand comes again", settings.consumer());
        }
    }

    /** @return false when it has stopped */
    private synchronized boolean awaitOpen() throws InterruptedException {
        while (!open && !stopped) {
            wait();
        }
        return !stopped;
    }

    private synchronized void pause(Duration duration) throws InterruptedException {
        if (open) {
            wait(duration.toMillis());
        }
    }

    private synchronized boolean isOpen() {
        return open;
    }

    /** @return false when it is suspended before it got the lease */
    private boolean take(Lease lease) throws SQLException, InterruptedException {
        while (isOpen()) {
            boolean taken = lease.tryTake();
            trouble = null;
            if (taken) {
                return true;
            }
            pause(RETRY);
        }
        return false;
    }

    private void read(Lease lease) throws SQLException, ExecutionException, InterruptedException {
        LOG.info("{} reads the changes of {} from here", settings.consumer(), settings.table());
        var end = new CompletableFuture<Void>();
        var threads = new AtomicInteger();
        var pool = new ScheduledThreadPoolExecutor(settings.concurrency(), task -> new Thread(task, "stream-" + settings.consumer() + "-" + threads.incrementAndGet()));
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        var backoff = new Backoff(settings.backoff(), settings.maxBackoff(), () -> ThreadLocalRandom.current().nextDouble());
        var held = new Tenure(table, new CheckpointTable(lease, settings.consumer()), steps, settings, backoff, reports, InstantSource.system(), (delay, task) -> schedule(pool, delay, task),
                end::completeExceptionally);
        try {
            held.begin();
            tenure = held;
            awaitEnd(end);
        } finally {
            end(pool);
            tenure = null;
        }
    }

    private static void schedule(ScheduledThreadPoolExecutor pool, Duration delay, Runnable task) {
        try {
            pool.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the tenure has ended");
        }
    }

    private void awaitEnd(CompletableFuture<Void> end) throws ExecutionException, InterruptedException {
        synchronized (this) {
            ending = end;
            if (!open) {
                return;
            }
        }
        end.get();
    }

    /** Batches in hand are finished, unless this thread is interrupted. */
    private static void end(ScheduledThreadPoolExecutor pool) throws InterruptedException {
        pool.shutdown();
        try {
            while (!pool.awaitTermination(1, TimeUnit.DAYS)) {
                LOG.warn("a batch has been in hand for a day");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void report(Exception e) {
        var cause = e instanceof ExecutionException ? e.getCause() : e;
        var now = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        if (!now.equals(trouble)) {
            LOG.warn("{} waits and tries again: {}", settings.consumer(), now);
        }
        trouble = now;
    }
}
