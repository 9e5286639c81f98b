package bench.bare;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The data pipeline written by hand on the bare clients: dataQueue, a queue for each type, a topic for each type. Two workers on each queue, each batch up to
 * {@link Entities#BATCH} messages, as the hub has it.
 */
public final class PipelineProgram {

    private static final int WORKERS = 2;
    private static final int CONNECTIONS = 64;
    private static final int PARTITIONS = 6;

    private PipelineProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        var database = AwardProgram.database(AwardProgram.setting("JDBC_URL"), "pipeline.sql");
        createTopics(AwardProgram.setting("KAFKA"));
        var sqs = SqsClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create(AwardProgram.setting("SQS")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS)).build();
        var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", AwardProgram.setting("KAFKA"), "acks", "all", "enable.idempotence", true,
                "max.block.ms", 5_000, "request.timeout.ms", 5_000, "max.request.size", 524_288), new ByteArraySerializer(), new ByteArraySerializer());
        var entities = new Entities(Path.of("mappings/pipeline"));
        var queues = new HashMap<Entities.Type, Queue>();
        Entities.TYPES.forEach(type -> queues.put(type, new Queue(sqs, type.queue())));
        var source = new Queue(sqs, Entities.PREFIX + "dataQueue");
        for (int worker = 0; worker < WORKERS; worker++) {
            new Thread(new FanOutWorker(sqs, database, source, queues), "fan-out-" + worker).start();
            for (var type : Entities.TYPES) {
                new Thread(new PublishWorker(queues.get(type), type, entities, database, producer), "publish-" + type.name() + "-" + worker).start();
            }
        }
        Vertx.vertx().createHttpServer().requestHandler(request -> request.response().end("ready"))
                .listen(Integer.parseInt(AwardProgram.setting("PORT")), "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    }

    private static void createTopics(String brokers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            var known = admin.listTopics().names().get();
            admin.createTopics(Entities.TYPES.stream().filter(type -> !known.contains(type.topic()))
                    .map(type -> new NewTopic(type.topic(), PARTITIONS, (short) 1).configs(Map.of("max.message.bytes", "131072"))).toList()).all().get();
        }
    }
}
