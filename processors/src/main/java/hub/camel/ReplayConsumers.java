package hub.camel;

import hub.events.Signal;
import hub.events.Transactions;
import hub.replay.ReplayTable;
import hub.replay.ReplayTable.Served;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this hub take part in the replays that are to get on now, for the subscribers it knows. */
public final class ReplayConsumers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayConsumers.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private final ReplayTable table;
    private final Transactions transactions;
    private final Subscriptions subscriptions;
    private final ActiveMQConnectionFactory artemis;
    private final int concurrency;
    private final Map<Served, ReplayConsumer> consumers = new HashMap<>();
    private final Signal signal = new Signal();
    private final Thread thread = new Thread(this::run, "replays");
    private volatile boolean stopped;

    /** @param concurrency events of one subscriber and replay delivered at once at this hub */
    public ReplayConsumers(Transactions transactions, ReplayTable table, Subscriptions subscriptions, ActiveMQConnectionFactory artemis, int concurrency) {
        this.transactions = transactions;
        this.table = table;
        this.subscriptions = subscriptions;
        this.artemis = artemis;
        this.concurrency = concurrency;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopped = true;
        signal.wake();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumers.values().forEach(ReplayConsumer::stop);
        consumers.values().forEach(ReplayConsumer::close);
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
        var served = new HashSet<>(transactions.inTransaction(table::served));
        consumers.entrySet().removeIf(entry -> {
            boolean over = !served.contains(entry.getKey());
            if (over) {
                entry.getValue().stop();
            }
            return over;
        });
        served.forEach(one -> {
            if (subscriptions.knows(one.subscriber())) {
                consumers.computeIfAbsent(one, absent -> new ReplayConsumer(one, () -> subscriptions.delivery(one.subscriber()), Origin.replay(table, one), artemis, concurrency));
            }
        });
    }
}
