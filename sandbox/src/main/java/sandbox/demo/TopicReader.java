package sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what appears on topics from now on, as another consumer of them: without a group, so that it disturbs nobody. */
final class TopicReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String prefix;

    /**
     * A record of this run. Source and id are those of its envelope; of an entity its record id; else its coordinates.
     *
     * @param subject of an entity the entry that it is about; else null
     * @param state   of such an entity the version, with "#deleted" after it when the entry was withdrawn; else null
     */
    record Seen(String topic, String correlation, String source, String id, Instant at, String subject, String state) {

        Seen(String topic, String correlation, String source, String id, Instant at) {
            this(topic, correlation, source, id, at, null, null);
        }
    }

    /** @param prefix of the correlation ids of the run; other records are passed over */
    TopicReader(String brokers, Collection<String> topics, String prefix) {
        this.prefix = prefix;
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "allow.auto.create.topics", "false", "default.api.timeout.ms", "15000", "max.poll.records", "2000"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    private List<TopicPartition> partitions(String topic) {
        var known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new CannotRun("Kafka has no topic " + topic);
        }
        return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    }

    /** Reads up to the present end of the topics. */
    void read(Consumer<Seen> sink) {
        var ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                var correlation = header(record, "correlationid");
                if (correlation != null && correlation.startsWith(prefix)) {
                    sink.accept(seen(record, correlation));
                }
            });
        }
    }

    private static Seen seen(ConsumerRecord<byte[], byte[]> record, String correlation) {
        var at = Instant.ofEpochMilli(record.timestamp());
        if (header(record, "ce_id") != null) {
            return new Seen(record.topic(), correlation, header(record, "ce_source"), header(record, "ce_id"), at);
        }
        if (header(record, "recordId") != null) {
            return entity(record, correlation, at);
        }
        var envelope = json(record.value());
        if (envelope.path("id").isTextual() && envelope.path("source").isTextual()) {
            return new Seen(record.topic(), correlation, envelope.get("source").asText(), envelope.get("id").asText(), at);
        }
        return new Seen(record.topic(), correlation, "/kafka/" + record.topic(), record.topic() + "/" + record.partition() + "/" + record.offset(), at);
    }

    private static Seen entity(ConsumerRecord<byte[], byte[]> record, String correlation, Instant at) {
        var entity = json(record.value());
        var recordId = header(record, "recordId");
        if (!entity.has("globalUserId")) {
            return new Seen(record.topic(), correlation, null, recordId, at);
        }
        var entry = new EntryStates.Key(entity.path("campaignId").asText(), entity.path("globalUserId").asText());
        var state = entity.path("updated").asText() + (entity.path("deleted").asBoolean() ? "#deleted" : "");
        return new Seen(record.topic(), correlation, null, recordId, at, entry.subject(), state);
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException poison) {
            return JSON.missingNode();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(2));
    }
}
