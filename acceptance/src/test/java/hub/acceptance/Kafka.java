package hub.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Another system's hands and eyes on Kafka. */
public final class Kafka implements AutoCloseable {

    /** A reader asks for more than there is before it is closed, and a close waits for the answer. */
    private static final int NO_WAIT = 1;

    private final String brokers;
    private final KafkaProducer<byte[], byte[]> producer;

    public Kafka(World world) {
        brokers = world.kafka();
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "acks", "all", "max.request.size", 4 * 1024 * 1024), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends and waits for the acknowledgement; header names and values in turn. */
    public void send(String topic, String key, String value, String... headers) {
        send(topic, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8), headers);
    }

    public void send(String topic, String key, byte[] value, String... headers) {
        var record = new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All records of the topic up to now, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "fetch.max.wait.ms", NO_WAIT), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Values of the records with this key, in order. */
    public List<String> values(String topic, String key) {
        return read(topic).stream().filter(record -> record.key() != null && key.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8)).toList();
    }

    /** Sum of the end offsets. */
    public long end(String topic) {
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
            return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
