package hub.queues;

import hub.events.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that work off one queue, and how they stand. */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Backoff PATIENCE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), ThreadLocalRandom.current()::nextDouble);
    private static final Backoff PROBING = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), ThreadLocalRandom.current()::nextDouble);

    private final Queue queue;
    private final WorkerSettings settings;
    private final Steps steps;
    private final Heartbeat heartbeat;
    private final Records records;
    private final Settlement settlement;
    private final Gate gate = new Gate();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger receiving = new AtomicInteger();
    private List<Thread> threads = List.of();
    private volatile String trouble;

    Worker(Queue queue, WorkerSettings settings, Steps steps, Supplier<String> flow, Heartbeat heartbeat, Records records, Settlement.Counts counts) {
        this.queue = queue;
        this.settings = settings;
        this.steps = steps;
        this.heartbeat = heartbeat;
        this.records = records;
        var redelivery = new Backoff(settings.backoff(), settings.maxBackoff(), () -> ThreadLocalRandom.current().nextDouble());
        this.settlement = new Settlement(queue, flow, records, redelivery, PATIENCE, gate, counts);
    }

    public String queue() {
        return queue.name();
    }

    /** Begins to receive. */
    public synchronized void start() {
        gate.open();
        if (threads.isEmpty()) {
            threads = IntStream.range(0, settings.concurrency()).mapToObj(n -> new Thread(this::run, "sqs-" + queue.name() + "-" + n)).toList();
            threads.forEach(Thread::start);
        }
    }

    /** Receives nothing more. What is in hand is finished; what was not begun is given back. */
    public void suspend() {
        gate.close();
    }

    /** As {@link #suspend}, for good: returns when the threads have ended, which are interrupted after a grace. */
    public synchronized void stop() {
        gate.stop();
        long end = System.nanoTime() + GRACE.plus(settings.waitTime()).toNanos();
        threads.forEach(thread -> join(thread, end));
        threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
        threads = List.of();
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Messages that are not settled yet. */
    public int inHand() {
        return inHand.get();
    }

    /** Batches in hand, and receives that may bring one: what a stop waits for. */
    public int pending() {
        return inHand.get() + receiving.get();
    }

    /** Whether it receives nothing because what its messages are for, or the failure store, is away. */
    public boolean isAway() {
        return gate.isAway();
    }

    /** Why the queue cannot be read, or null. */
    public String trouble() {
        return trouble;
    }

    private void run() {
        var round = new Round(settings, queue, steps, heartbeat, settlement, records, PROBING, gate);
        boolean busy = false;
        int vain = 0;
        try {
            while (gate.awaitTurn(busy)) {
                try {
                    busy = once(round, busy);
                    vain = 0;
                } catch (RuntimeException | Error e) {
                    busy = false;
                    gate.pause(PATIENCE.after(++vain));   // receive has said why
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("worker of {} was stopped before it had finished; what it had in hand comes again", queue.name());
        }
    }

    /** @return whether the queue was full */
    private boolean once(Round round, boolean busy) throws InterruptedException {
        Round.Batch batch;
        receiving.incrementAndGet();
        try {
            batch = receive(round, busy);
            inHand.addAndGet(batch.messages().size());
        } finally {
            receiving.decrementAndGet();
        }
        try {
            round.work(batch);
        } catch (RuntimeException | Error e) {
            LOG.error("worker of {} could not settle a batch of {} messages, which come again when their visibility ends", queue.name(), batch.messages().size(), e);
            gate.back();
        } finally {
            inHand.addAndGet(-batch.messages().size());
        }
        return batch.full();
    }

    private Round.Batch receive(Round round, boolean busy) {
        try {
            var batch = round.receive(busy);
            if (trouble != null) {
                trouble = null;
                LOG.info("worker of {} receives again", queue.name());
            }
            return batch;
        } catch (RuntimeException | Error e) {
            if (trouble == null) {
                LOG.warn("worker of {} waits and tries again: {}", queue.name(), e.getMessage());
            }
            trouble = queue.name() + ": " + e.getMessage();
            throw e;
        } finally {
            gate.endTurn(busy);
        }
    }
}
