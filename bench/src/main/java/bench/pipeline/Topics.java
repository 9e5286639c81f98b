package bench.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what comes to some topics from now on. */
final class Topics implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;

    Topics(String brokers, Collection<String> topics) {
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "enable.auto.commit", false), new StringDeserializer(), new StringDeserializer());
        var partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream()).map(one -> new TopicPartition(one.topic(), one.partition())).toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    /** Everything up to the present end that was not read before. */
    List<ConsumerRecord<String, String>> next() {
        var ends = consumer.endOffsets(consumer.assignment());
        var records = new ArrayList<ConsumerRecord<String, String>>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
