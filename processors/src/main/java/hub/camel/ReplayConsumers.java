package hub.camel;

import hub.events.Deadline;
import hub.events.Signal;
import hub.events.Transactions;
import hub.replay.ReplayTable;
import hub.replay.ReplayTable.Served;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this hub take part in the replays that are to get on now, for the subscribers it knows. */
public final class ReplayConsumers {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayConsumers.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private final ReplayTable table;
    private final Transactions transactions;
    private final Subscriptions subscriptions;
    private final ActiveMQConnectionFactory artemis;
    private final Load load;
    private final Map<Served, ReplayConsumer> consumers = new HashMap<>();
    private final Signal signal = new Signal();
    private final Thread thread = new Thread(this::run, "replays");
    private volatile boolean stopped;

    /**
     * How much this hub takes on; each event at once is a thread and a connection to Artemis.
     *
     * @param subscribers of replays served at once; others wait until one of them has all its events
     * @param events      of one subscriber and replay at once
     */
    public record Load(int subscribers, int events) { }

    public ReplayConsumers(Transactions transactions, ReplayTable table, Subscriptions subscriptions, ActiveMQConnectionFactory artemis, Load load) {
        this.transactions = transactions;
        this.table = table;
        this.subscriptions = subscriptions;
        this.artemis = artemis;
        this.load = load;
    }

    public void start() {
        thread.start();
    }

    /** Delivers nothing more; waits for what is being delivered no longer than there is time. */
    public void close(Deadline deadline) {
        stopped = true;
        signal.wake();
        deadline.join(List.of(thread));
        consumers.values().forEach(ReplayConsumer::stop);
        consumers.values().forEach(consumer -> consumer.close(deadline));
    }

    private void run() {
        try {
            while (!stopped) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.debug("replays are looked for again", e);
                }
                signal.await(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        var served = transactions.inTransaction(table::served).stream().filter(one -> subscriptions.knows(one.subscriber())).limit(load.subscribers()).collect(Collectors.toSet());
        consumers.entrySet().removeIf(entry -> {
            boolean over = !served.contains(entry.getKey());
            if (over) {
                entry.getValue().stop();
            }
            return over;
        });
        served.forEach(one -> consumers.computeIfAbsent(one, absent ->
                new ReplayConsumer(one, () -> subscriptions.delivery(one.subscriber()), Origin.replay(table, one), artemis, load.events())));
    }
}
