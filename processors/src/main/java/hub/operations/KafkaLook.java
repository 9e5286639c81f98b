package hub.operations;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at Kafka; asks now and then how far behind the routes that read from it are. Used by one thread. */
final class KafkaLook implements Callable<String> {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLook.class);
    private static final long EVERY = Duration.ofSeconds(15).toNanos();
    private final Brokers brokers;
    private final CamelContext camel;
    private final Gauges gauges;
    private long next = System.nanoTime();

    KafkaLook(Brokers brokers, CamelContext camel, Gauges gauges) {
        this.brokers = brokers;
        this.camel = camel;
        this.gauges = gauges;
    }

    @Override
    public String call() throws Exception {
        var trouble = brokers.trouble();
        if (trouble == null && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + EVERY;
            gauges.kafka(lags());
        }
        return trouble;
    }

    /** Without the right to read consumer groups they stay unknown; the hub works without them. */
    private Map<String, Long> lags() {
        try {
            return brokers.lags(topics());
        } catch (Exception e) {
            LOG.debug("Kafka does not say how far its consumers are", e);
            return Map.of();
        }
    }

    /** What the routes of this hub read, by consumer group. */
    private Map<String, Set<String>> topics() {
        var topics = new TreeMap<String, Set<String>>();
        camel.getRoutes().forEach(route -> {
            if (route.getEndpoint() instanceof KafkaEndpoint kafka && kafka.getConfiguration().getGroupId() != null) {
                topics.computeIfAbsent(kafka.getConfiguration().getGroupId(), group -> new TreeSet<>()).addAll(Arrays.asList(kafka.getConfiguration().getTopic().split(",")));
            }
        });
        return topics;
    }
}
