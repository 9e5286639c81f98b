package hub.camel;

import hub.events.InboundRecord;
import hub.failures.FailureStore.LaneFull;
import hub.failures.IngressRetry;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a batch of Kafka records in the event log, each once, and then commits the offset of the last record of each partition. Used by the
 * kamelet {@code kafka-ingress}. While the database is away it waits with the batch in hand: nothing is committed, nothing lost.
 */
public final class KafkaIngress implements Processor, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIngress.class);
    private CamelContext camelContext;
    private String topic;

    public void setTopic(String topic) {
        this.topic = topic;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        if (camelContext != null) {
            var backbone = Backbone.of(camelContext);
            backbone.drainer().register("ingress:" + topic, new IngressRetry(backbone.ingress()));
        }
    }

    @Override
    public void process(Exchange exchange) {
        var backbone = Backbone.of(camelContext);
        List<?> batch = exchange.getMessage().getBody(List.class);
        var records = batch.stream().map(one -> record(((Exchange) one).getMessage())).toList();
        var routeId = exchange.getFromRouteId();
        var patience = new Patience(() -> isStopping(routeId));
        while (true) {
            try {
                var received = backbone.ingress().receive(records);
                count("recorded", received.recorded());
                count("duplicate", received.duplicates());
                count("parked", received.refused());
                exchange.getMessage().setBody(received);
                break;
            } catch (LaneFull full) {
                backbone.incidents().raise("lane-full/ingress:" + topic, "critical", full.getMessage());
                patience.await();
            } catch (RuntimeException e) {
                LOG.warn("ingress of {} waits and tries again: {}", topic, e.getMessage());
                patience.await();
            }
        }
        commit(batch);
    }

    private boolean isStopping(String routeId) {
        var status = camelContext.getRouteController().getRouteStatus(routeId);
        return camelContext.isStopping() || status != null && (status.isStopping() || status.isStopped()) || Thread.currentThread().isInterrupted();
    }

    private void commit(List<?> batch) {
        Map<Object, KafkaManualCommit> last = new LinkedHashMap<>();
        for (var one : batch) {
            var message = ((Exchange) one).getMessage();
            last.put(message.getHeader(KafkaConstants.PARTITION), message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        try {
            last.values().forEach(KafkaManualCommit::commit);
        } catch (RuntimeException e) {
            LOG.warn("ingress of {}: offsets not committed, the records will come again as duplicates: {}", topic, e.getMessage());
        }
    }

    private void count(String outcome, int records) {
        if (records > 0) {
            Counter.builder("hub_ingress").description("Inbound records by what they came to")
                    .tags("topic", topic, "outcome", outcome).register(Backbone.of(camelContext).meters()).increment(records);
        }
    }

    private static InboundRecord record(Message message) {
        var headers = new HashMap<String, String>();
        var kafkaHeaders = message.getHeader(KafkaConstants.HEADERS, Headers.class);
        if (kafkaHeaders != null) {
            kafkaHeaders.forEach(header -> headers.put(header.key().toLowerCase(Locale.ROOT), header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        }
        return new InboundRecord(message.getHeader(KafkaConstants.TOPIC, String.class), message.getHeader(KafkaConstants.PARTITION, Integer.class),
                message.getHeader(KafkaConstants.OFFSET, Long.class), Instant.ofEpochMilli(message.getHeader(KafkaConstants.TIMESTAMP, Long.class)),
                message.getHeader(KafkaConstants.KEY, byte[].class), message.getBody(byte[].class), Map.copyOf(headers));
    }
}
