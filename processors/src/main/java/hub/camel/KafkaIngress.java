package hub.camel;

import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.events.InboundEvents;
import hub.events.InboundRecord;
import hub.events.Ingress.Received;
import hub.events.PermanentFailure;
import hub.failures.FailureStore.LaneFull;
import hub.failures.IngressRetry;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
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
    private volatile Flow flow;
    /** Set when a batch was given back at a stop: a later one must not be committed past it. */
    private volatile boolean ended;

    public void setTopic(String topic) {
        this.topic = topic;
        register();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        register();
    }

    /** Properties and context come in either order. */
    private void register() {
        if (camelContext != null && topic != null) {
            var backbone = Backbone.of(camelContext);
            backbone.drainer().register("ingress:" + topic, new IngressRetry(backbone.ingress()));
        }
    }

    @Override
    public void process(Exchange exchange) {
        var backbone = Backbone.of(camelContext);
        List<?> batch = exchange.getMessage().getBody(List.class);
        var records = batch.stream().map(one -> record(((Exchange) one).getMessage())).toList();
        if (flow == null) {
            flow = new Flow(camelContext, exchange.getFromRouteId());
        }
        if (ended) {
            throw new Patience.Stopping();
        }
        var received = Hop.batch(flow.id(), () -> parts(records), () -> receiveUnlessStopped(records));
        count("recorded", received.recorded());
        count("duplicate", received.duplicates());
        count("parked", received.refused());
        exchange.getMessage().setBody(received);
        commit(batch);
    }

    private List<Hop> parts(List<InboundRecord> records) {
        return records.stream().map(record -> new Hop(Kind.MESSAGE, flow.id(), record.coordinates(), InboundEvents.contextOf(record))).toList();
    }

    /** Camel drops a batch whose processing throws, and polls on; so nothing is thrown but at a stop, and nothing is committed after that. */
    private Received receiveUnlessStopped(List<InboundRecord> records) {
        var patience = new Patience(flow::isStopping);
        while (true) {
            try {
                return receive(records, patience);
            } catch (Patience.Stopping stop) {
                ended = true;
                throw stop;
            } catch (RuntimeException | Error e) {
                LOG.error("ingress of {} waits and tries again", topic, e);
                try {
                    patience.await();
                } catch (Patience.Stopping stop) {
                    ended = true;
                    throw stop;
                }
            }
        }
    }

    /** Until it is done: a batch in which a record is to blame is taken record by record, and that one is parked. */
    private Received receive(List<InboundRecord> records, Patience patience) {
        var backbone = Backbone.of(camelContext);
        while (true) {
            try {
                return backbone.ingress().receive(records, this::park);
            } catch (LaneFull full) {
                backbone.incidents().full(full);
                patience.await();
            } catch (RuntimeException e) {
                if (!isToBlame(e)) {
                    LOG.warn("ingress of {} waits and tries again: {}", topic, e.getMessage());
                    patience.await();
                } else if (records.size() > 1) {
                    return records.stream().map(record -> receive(List.of(record), patience)).reduce(Received.NOTHING, Received::plus);
                } else {
                    LOG.warn("ingress of {}: record {} cannot be recorded", topic, records.get(0).coordinates(), e);
                    return refuse(records.get(0), e, patience);
                }
            }
        }
    }

    /** Whether a record is what failed, by PostgreSQL's classes of data exceptions and exceeded limits; every other fault may be of the hub or its database, and is waited for. */
    private static boolean isToBlame(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("54");
            }
        }
        return fault instanceof IllegalArgumentException;
    }

    private Received refuse(InboundRecord record, RuntimeException why, Patience patience) {
        var backbone = Backbone.of(camelContext);
        while (true) {
            try {
                return backbone.ingress().refuse(record, new PermanentFailure("ingress-failed", why.getMessage()), this::park);
            } catch (RuntimeException e) {
                LOG.warn("ingress of {} waits and tries again: {}", topic, e.getMessage());
                patience.await();
            }
        }
    }

    private void park(InboundRecord record, PermanentFailure why) {
        Backbone.of(camelContext).failures().parkRecord(flow.id(), record, why);
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
