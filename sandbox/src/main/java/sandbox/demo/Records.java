package sandbox.demo;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes records on Kafka as an external system does. */
final class Records implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String run;

    Records(Addresses addresses, String run) {
        this.run = run;
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", addresses.brokers(), "acks", "all", "enable.idempotence", "true",
                "max.block.ms", "30000", "delivery.timeout.ms", "60000"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Publishes a message; done when Kafka has acknowledged it. @param headers beside the correlation id */
    CompletableFuture<Void> send(Message message, String topic, String key, String value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic, bytes(key), bytes(value));
        record.headers().add("correlationid", bytes(message.correlation(run)));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        var done = new CompletableFuture<Void>();
        producer.send(record, (metadata, fault) -> {
            if (fault == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(fault);
            }
        });
        return done;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
