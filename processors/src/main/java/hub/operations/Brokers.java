package hub.operations;

import hub.events.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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
        var brokers = answer(admin.describeCluster().nodes());
        return brokers.isEmpty() ? "no broker answers" : null;
    }

    /**
     * How many records of each topic its consumer group has not done with, all partitions together; of several groups the slowest one's. Topics that do not exist are left out.
     *
     * @param topics by consumer group
     */
    synchronized Map<String, Long> lags(Map<String, Set<String>> topics) throws Exception {
        var lags = new TreeMap<String, Long>();
        for (var group : topics.entrySet()) {
            var partitions = partitions(group.getValue());
            var committed = answer(admin.listConsumerGroupOffsets(group.getKey()).partitionsToOffsetAndMetadata());
            var unread = partitions.stream().filter(partition -> committed.get(partition) == null).toList();
            var next = offsets(unread, OffsetSpec.earliest());
            partitions.stream().filter(partition -> committed.get(partition) != null).forEach(partition -> next.put(partition, committed.get(partition).offset()));
            offsets(partitions, OffsetSpec.latest()).entrySet().stream()
                    .collect(Collectors.groupingBy(end -> end.getKey().topic(), Collectors.summingLong(end -> Math.max(0, end.getValue() - next.get(end.getKey())))))
                    .forEach((topic, lag) -> lags.merge(topic, lag, Math::max));
        }
        return lags;
    }

    private List<TopicPartition> partitions(Set<String> topics) throws Exception {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                answer(topic.getValue()).partitions().forEach(partition -> partitions.add(new TopicPartition(topic.getKey(), partition.partition())));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) throws Exception {
        if (partitions.isEmpty()) {
            return new HashMap<>();   // asked for nothing, a broker answers with an error
        }
        var found = answer(admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which))).all());
        var offsets = new HashMap<TopicPartition, Long>();
        found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future) throws Exception {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
