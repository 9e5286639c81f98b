package hub.acceptance.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import hub.events.Json;
import hub.pipeline.EntityType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A world as those see it who feed the data pipeline, read its topics and look into its failures. */
final class Pipeline implements AutoCloseable {

    final World world;
    final Database database;
    private final Kafka kafka;
    private final SqsClient sqs;

    private Pipeline(World world) {
        this.world = world;
        this.database = new Database(world);
        this.kafka = new Kafka(world);
        this.sqs = SqsClient.builder().endpointOverride(URI.create("http://127.0.0.1:" + world.port("SQS_PORT"))).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).build();
    }

    /** A sandbox and a hub. @param settings that differ from application.properties */
    static Pipeline start(Map<String, String> settings) {
        return start(settings, 1);
    }

    /** A sandbox and so many hubs. */
    static Pipeline start(Map<String, String> settings, int hubs) {
        var world = World.sandboxOnly();
        try {
            for (int n = 0; n < hubs; n++) {
                world.launchHub(settings, home -> { });
            }
            world.hubs().forEach(Hub::awaitReady);
            return new Pipeline(world);
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    /** Sends a message to a queue; names and values of its attributes in turn. @return the message's id */
    String send(String queue, String body, String... attributes) {
        return sqs.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body).messageAttributes(attributes(attributes))).messageId();
    }

    /** Sends an entity to dataQueue. @return its recordId */
    String enter(EntityType type, ObjectNode data, String... attributes) {
        return send("dataQueue", envelope(type, data), attributes);
    }

    /** Sends many entities of one type, each with a key of its own. @return their recordIds */
    List<String> enterMany(EntityType type, int count) {
        var ids = new ArrayList<String>();
        for (int from = 0; from < count; from += 10) {
            var entries = IntStream.range(from, Math.min(from + 10, count)).mapToObj(n -> SendMessageBatchRequestEntry.builder().id("m" + n).messageBody(envelope(type, valid(type))).build()).toList();
            sqs.sendMessageBatch(request -> request.queueUrl(url("dataQueue")).entries(entries)).successful().forEach(sent -> ids.add(sent.messageId()));
        }
        assertThat(ids).hasSize(count);
        return ids;
    }

    private static String envelope(EntityType type, ObjectNode data) {
        return Json.write(Map.of("type", type.name(), "data", data));
    }

    /** The contract's valid example of a type, under a key of its own. */
    static ObjectNode valid(EntityType type) {
        return example(type.name() + ".valid.json").put(type.key(), "key-" + UUID.randomUUID());
    }

    static ObjectNode example(String file) {
        try {
            return (ObjectNode) Json.read(Files.readString(World.HOME.resolve("mappings/pipeline/examples").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records of a topic with this recordId. */
    List<ConsumerRecord<byte[], byte[]>> records(EntityType type, String recordId) {
        return kafka.read(type.topic()).stream().filter(record -> recordId.equals(Kafka.header(record, "recordId"))).toList();
    }

    /** How many records of a topic there are by recordId. */
    Map<String, Integer> counts(EntityType type) {
        var counts = new HashMap<String, Integer>();
        kafka.read(type.topic()).forEach(record -> counts.merge(Kafka.header(record, "recordId"), 1, Integer::sum));
        return counts;
    }

    ConsumerRecord<byte[], byte[]> record(EntityType type, String recordId) {
        eventually().until(() -> !records(type, recordId).isEmpty());
        return records(type, recordId).get(0);
    }

    /** Status, code and flow of what the failure store holds of a message. */
    List<String> failures(String messageId) {
        return database.sql("select status || ' ' || code || ' ' || flow from hub.failure where event_id = ?", messageId).query(String.class).list();
    }

    void failsAs(String messageId, String failure) {
        eventually().untilAsserted(() -> assertThat(failures(messageId)).containsExactly(failure));
        assertThat(database.sql("select reason from hub.failure where event_id = ?", messageId).query(String.class).single()).isNotBlank();
    }

    /** Messages of a queue, those in somebody's hand too. */
    int messages(String queue) {
        var waiting = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        var inHand = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
        var attributes = sqs.getQueueAttributes(request -> request.queueUrl(url(queue)).attributeNames(waiting, inHand)).attributes();
        return Integer.parseInt(attributes.get(waiting)) + Integer.parseInt(attributes.get(inHand));
    }

    /** Waits until no queue of the pipeline holds a message. */
    void isDrained() {
        eventually().untilAsserted(() -> {
            assertThat(messages("dataQueue")).as("dataQueue").isZero();
            for (var type : EntityType.values()) {
                assertThat(messages(type.queue())).as(type.queue()).isZero();
            }
        });
    }

    /** The value of a metric of a queue at a hub, 0 where there is none. @param labels {@code outcome="applied"} or nothing */
    static double metric(Hub hub, String name, String queue, String labels) {
        return Http.get(hub.opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith(name + "{") && line.contains("queue=\"" + queue + "\"") && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** Requires that each of these records is on the topic of its type once. */
    void arrivedOnce(EntityType type, List<String> recordIds) {
        var counts = counts(type);
        assertThat(recordIds.stream().collect(Collectors.toMap(Function.identity(), id -> counts.getOrDefault(id, 0)))).as("records by recordId")
                .containsAllEntriesOf(recordIds.stream().collect(Collectors.toMap(Function.identity(), id -> 1)));
    }

    /** Lets time pass. */
    static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    private static Map<String, MessageAttributeValue> attributes(String... namesAndValues) {
        var attributes = new HashMap<String, MessageAttributeValue>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], MessageAttributeValue.builder().dataType("String").stringValue(namesAndValues[i + 1]).build());
        }
        return attributes;
    }

    @Override
    public void close() {
        world.close();
        kafka.close();
        sqs.close();
    }
}
