package hub.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.CompressionType;

/**
 * The public stream on Kafka: a topic per event type, keyed by subject, structured CloudEvents. Sends are pipelined and awaited. What a
 * topic can never take (too large for it, or the topic does not exist) is found out before it is sent, because once later events of its
 * subject are on their way nothing could bring them back.
 */
public final class KafkaStream implements Destination {

    /** Code of an event whose topic does not exist; it may be made yet. */
    public static final String UNKNOWN_TOPIC = "unknown-topic";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int NO_TOPIC = -1;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final Map<String, Integer> limits = new HashMap<>();

    /** @param connection bootstrap servers and how to prove oneself to them, as Kafka's clients take it */
    public KafkaStream(Map<String, Object> connection) {
        this.producer = KafkaClients.producer(connection, "stream", TIMEOUT, TIMEOUT, 2 * EventLog.MAX_BYTES);
        this.admin = KafkaClients.admin(connection, TIMEOUT);
    }

    /** Nothing that came from outside is echoed. */
    @Override
    public boolean takes(String origin) {
        return origin == null;
    }

    @Override
    public void publish(List<Recorded> batch, BiConsumer<Recorded, PermanentFailure> refused) throws Exception {
        var sent = new ArrayList<Future<RecordMetadata>>(batch.size());
        var closedLanes = new HashSet<String>();
        for (var event : batch) {
            if (closedLanes.contains(event.event().subject())) {
                continue;
            }
            var record = record(event);
            var why = refusal(record);
            if (why == null) {
                sent.add(producer.send(record));
            } else {
                closedLanes.add(event.event().subject());
                refused.accept(event, why);
            }
        }
        producer.flush();
        for (var acknowledged : sent) {
            acknowledged.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }

    private PermanentFailure refusal(ProducerRecord<byte[], byte[]> record) throws Exception {
        int limit = limitOf(record.topic());
        if (limit == NO_TOPIC) {
            limits.remove(record.topic());
            return new PermanentFailure(UNKNOWN_TOPIC, "topic " + record.topic() + " does not exist");
        }
        int size = AbstractRecords.estimateSizeInBytesUpperBound(RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, record.key(), record.value(),
                record.headers().toArray());
        if (size > limit) {
            limits.remove(record.topic());
            return new PermanentFailure("record-too-large", "a record of " + size + " bytes is over max.message.bytes=" + limit + " of " + record.topic());
        }
        return null;
    }

    private int limitOf(String topic) throws Exception {
        var known = limits.get(topic);
        if (known == null) {
            known = askLimit(topic);
            limits.put(topic, known);
        }
        return known;
    }

    private int askLimit(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Integer.parseInt(admin.describeConfigs(List.of(resource)).all().get().get(resource).get("max.message.bytes").value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return NO_TOPIC;
            }
            throw e;
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Recorded recorded) {
        var event = recorded.event();
        var headers = new RecordHeaders();
        headers.add("content-type", bytes(Event.CONTENT_TYPE));
        headers.add("correlationid", bytes(event.correlationId()));
        headers.add("traceparent", bytes(event.traceparent()));
        return new ProducerRecord<>(event.type(), null, bytes(event.subject()), bytes(withSequence(recorded)), headers);
    }

    /** The envelope with its place in the log as the extension attribute {@code sequence}, without reading it again. */
    private static String withSequence(Recorded recorded) {
        return recorded.envelope().replaceFirst("\\{", "{\"sequence\":\"" + recorded.position() + "\",");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
