package sandbox.partners.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes changes of campaigns on Kafka, as structured CloudEvents; connects at the first one. */
public final class CampaignChanges implements AutoCloseable {

    static final String TYPE = "campaigns.campaignChanged.v1";
    private static final List<Header> STRUCTURED = List.of(new RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8)));
    private static final String PATIENCE_MILLIS = "5000";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrapServers;
    private final Clock clock;
    private KafkaProducer<String, String> producer;

    public CampaignChanges(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
    }

    private record Changed(String campaignId) {
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record CloudEvent(String specversion, String id, String source, String type, String subject, String time, String datacontenttype, String correlationid,
            String traceparent, Changed data) {
    }

    /** Returns when Kafka has it. @param correlationId none: null @param traceparent none: null @throws KafkaException when Kafka does not take it within 5 s */
    void publish(String campaignId, String correlationId, String traceparent) throws JsonProcessingException, InterruptedException {
        var event = new CloudEvent("1.0", UUID.randomUUID().toString(), "/partners/campaign", TYPE, campaignId, clock.instant().toString(), "application/json",
                correlationId, traceparent, new Changed(campaignId));
        try {
            producer().send(new ProducerRecord<>(TYPE, null, campaignId, JSON.writeValueAsString(event), STRUCTURED)).get();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    private synchronized KafkaProducer<String, String> producer() {
        if (producer == null) {
            Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000", ProducerConfig.LINGER_MS_CONFIG, "0");
            producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
