package hub.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's clients as the hub uses them. A connection is what they all need: bootstrap servers, and how to prove oneself to them. */
public final class KafkaClients {

    /** After which a request is sent again. */
    private static final int REQUEST_MILLIS = 5000;

    private KafkaClients() {
    }

    /**
     * A producer whose records are acknowledged by all replicas, and written once whatever is sent again.
     *
     * @param name     tells it from the hub's others in the brokers' metrics and logs
     * @param find     how long a send may wait for the brokers of its topic
     * @param deliver  how long a record is tried
     * @param maxBytes largest request
     */
    public static Producer<byte[], byte[]> producer(Map<String, Object> connection, String name, Duration find, Duration deliver, int maxBytes) {
        return new KafkaProducer<>(with(connection, Map.of(
                ProducerConfig.CLIENT_ID_CONFIG, "hub-" + name + "-" + ProcessHandle.current().pid(),
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, find.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliver.toMillis(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes)), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** An administrator's client. @param patience how long a question may take */
    public static Admin admin(Map<String, Object> connection, Duration patience) {
        int millis = (int) patience.toMillis();
        return Admin.create(with(connection, Map.of(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, REQUEST_MILLIS))));
    }

    private static Map<String, Object> with(Map<String, Object> connection, Map<String, Object> settings) {
        var all = new HashMap<>(connection);
        all.putAll(settings);
        return all;
    }
}
