package hub.queues;

import hub.failures.Drainer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The workers of this hub, what they share, and what operators see of them. */
public final class Workers {

    private final QueueServer server;
    private final Heartbeat heartbeat;
    private final FailureRows records;
    private final MeterRegistry meters;
    private final Drainer drainer;
    private final Collection<Worker> workers = new ConcurrentLinkedQueue<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    public Workers(QueueServer server, Heartbeat heartbeat, FailureRows records, MeterRegistry meters, Drainer drainer) {
        this.server = server;
        this.heartbeat = heartbeat;
        this.records = records;
        this.meters = meters;
        this.drainer = drainer;
    }

    /** A worker that is not started yet; failures of its queue can be retried from now on. @param flow the route that its steps are of, asked for when a message fails */
    public Worker add(WorkerSettings settings, Steps steps, Supplier<String> flow) {
        var queue = settings.queue();
        var worker = new Worker(server.queue(queue), settings, steps, flow, heartbeat, records, (outcome, messages) -> count(queue, outcome, messages));
        workers.add(worker);
        drainer.register(FailureRows.subscriber(queue), new QueueRetry(server));
        Gauge.builder("hub_queue_in_hand", this, all -> all.inHand(queue)).description("Messages received and not settled yet").tags("queue", queue).register(meters);
        return worker;
    }

    /** Stops it, for good. */
    public void remove(Worker worker) {
        worker.stop();
        workers.remove(worker);
    }

    /** What is wrong with queues that cannot be read, or null. */
    public String trouble() {
        var troubles = workers.stream().map(Worker::trouble).filter(Objects::nonNull).distinct().sorted().collect(Collectors.joining("; "));
        return troubles.isEmpty() ? null : troubles;
    }

    /** About how many messages wait in each queue; asks the server, and leaves out what it cannot tell. */
    public Map<String, Long> depths() {
        var depths = new TreeMap<String, Long>();
        workers.stream().filter(worker -> worker.trouble() == null).map(Worker::queue).distinct().forEach(queue -> depths.put(queue, server.queue(queue).depth()));
        return depths;
    }

    private int inHand(String queue) {
        return workers.stream().filter(worker -> worker.queue().equals(queue)).mapToInt(Worker::inHand).sum();
    }

    private void count(String queue, Class<? extends Outcome> outcome, long messages) {
        if (messages > 0) {
            counters.computeIfAbsent(queue + " " + outcome.getSimpleName(), absent -> Counter.builder("hub_queue_messages").description("Messages of queues by what they came to")
                    .tags("queue", queue, "outcome", outcome.getSimpleName().toLowerCase(Locale.ROOT)).register(meters)).increment(messages);
        }
    }
}
