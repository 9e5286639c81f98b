package bench.bare;

import bench.bare.OutboxRelay.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Pipelined sends of an idempotent producer, all awaited. */
final class KafkaSink implements OutboxRelay.Sink {

    private final Producer<byte[], byte[]> producer;

    KafkaSink(String brokers) {
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "acks", "all", "enable.idempotence", true, "linger.ms", 0,
                "delivery.timeout.ms", 10_000, "request.timeout.ms", 5_000, "max.block.ms", 10_000), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void publish(List<Row> rows) throws Exception {
        var sent = new ArrayList<Future<RecordMetadata>>(rows.size());
        for (var row : rows) {
            sent.add(producer.send(new ProducerRecord<>(AwardProgram.TOPIC, row.subject().getBytes(StandardCharsets.UTF_8), row.envelope().getBytes(StandardCharsets.UTF_8))));
        }
        producer.flush();
        for (var acknowledged : sent) {
            acknowledged.get();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
