package hub.queues;

import hub.queues.Queue.Hidden;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages hidden from their receipt until they are settled: one thread for all workers, which extends the visibility of what is in hand whenever a
 * third of it has passed. A process that dies extends nothing, so its messages come again.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int BEATS = 3;

    private final LongSupplier nanos;
    private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
    private ScheduledExecutorService thread;

    /** @param nanos the passing of time, as of {@link System#nanoTime} */
    public Heartbeat(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, "sqs-heartbeat");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** Begins to hold messages, none so far. */
    Hold hold(Queue queue, Duration visibility) {
        var hold = new Hold(queue, visibility);
        holds.add(hold);
        return hold;
    }

    /** Extends what is due. Ends at the first call that fails: they all go to one server, and what is left is due still. */
    void tick() {
        try {
            holds.forEach(Hold::beat);
        } catch (RuntimeException e) {
            LOG.warn("the visibility of messages in hand is not extended now: {}", e.getMessage());
        }
    }

    /** Messages in one worker's hand. What is released is not extended any more, also not by a beat that has begun. */
    final class Hold implements AutoCloseable {

        private final Queue queue;
        private final Duration visibility;
        private final Map<String, QueueMessage> held = new LinkedHashMap<>();
        private long lastBeat;

        private Hold(Queue queue, Duration visibility) {
            this.queue = queue;
            this.visibility = visibility;
        }

        /** What was received just now. A message that is there already was delivered twice, and only its last receipt counts. */
        synchronized void add(Collection<QueueMessage> messages) {
            if (held.isEmpty()) {
                lastBeat = nanos.getAsLong();
            }
            messages.forEach(message -> held.put(message.id(), message));
        }

        synchronized void release(Collection<QueueMessage> messages) {
            messages.forEach(message -> held.remove(message.id()));
        }

        @Override
        public void close() {
            holds.remove(this);
        }

        private synchronized void beat() {
            long now = nanos.getAsLong();
            if (held.isEmpty() || now - lastBeat < visibility.toNanos() / BEATS) {
                return;
            }
            boolean late = now - lastBeat >= visibility.toNanos();
            for (var ten : Tens.of(new ArrayList<>(held.values()))) {
                extend(ten, late);
            }
            lastBeat = now;
        }

        /** What the server does not know although its time is not over has just been deleted. @param late whether its time may be over */
        private void extend(List<QueueMessage> messages, boolean late) {
            for (var refused : queue.hide(messages.stream().map(message -> new Hidden(message, visibility)).toList())) {
                if (!refused.again()) {
                    held.remove(refused.message().id());
                }
                if (late || refused.again()) {
                    LOG.warn("{} is not hidden any longer and may be worked on twice: {}", refused.message(), refused.why());
                }
            }
        }
    }
}
