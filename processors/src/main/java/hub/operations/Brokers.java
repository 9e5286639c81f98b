package hub.operations;

import hub.events.KafkaClients;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** Asks whether Kafka's brokers answer, on a connection that is kept from one time to the next. Used by one thread. */
final class Brokers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private final Supplier<Map<String, Object>> connection;
    private Admin admin;

    Brokers(Supplier<Map<String, Object>> connection) {
        this.connection = connection;
    }

    /** What is wrong, or null. */
    synchronized String trouble() throws Exception {
        if (admin == null) {
            admin = KafkaClients.admin(connection.get(), PATIENCE);
        }
        var brokers = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return brokers.isEmpty() ? "no broker answers" : null;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
