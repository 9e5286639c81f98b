package hub.operations;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks whether Kafka's brokers answer, on a connection that is kept from one time to the next. Used by one thread. */
final class Brokers implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 3000;
    private final Supplier<Map<String, Object>> connection;
    private Admin admin;

    Brokers(Supplier<Map<String, Object>> connection) {
        this.connection = connection;
    }

    /** What is wrong, or null. */
    synchronized String trouble() throws Exception {
        if (admin == null) {
            var settings = new HashMap<>(connection.get());
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            admin = Admin.create(settings);
        }
        var brokers = admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return brokers.isEmpty() ? "no broker answers" : null;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
