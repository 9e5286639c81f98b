package hub.acceptance;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Another system's hands and eyes on SQS. */
public final class Sqs implements AutoCloseable {

    private static final int MOST = 10;
    private final SqsClient client;

    public Sqs(World world) {
        client = SqsClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("SQS_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).build();
    }

    /** Creates a queue and its dead-letter queue. @param receives after how many a message moves there */
    public void create(String queue, int receives) {
        client.createQueue(request -> request.queueName(queue + "-dlq"));
        var arn = client.getQueueAttributes(request -> request.queueUrl(url(queue + "-dlq")).attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        client.createQueue(request -> request.queueName(queue).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\": \"" + arn + "\", \"maxReceiveCount\": " + receives + "}")));
    }

    /** Sends a message. @param attributes names and values in turn @return its id */
    public String send(String queue, String body, String... attributes) {
        var values = new HashMap<String, MessageAttributeValue>();
        for (int i = 0; i < attributes.length; i += 2) {
            values.put(attributes[i], MessageAttributeValue.builder().dataType("String").stringValue(attributes[i + 1]).build());
        }
        return send(queue, body, values);
    }

    public String send(String queue, String body, Map<String, MessageAttributeValue> attributes) {
        return client.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body).messageAttributes(attributes)).messageId();
    }

    /** Sends messages in batches. */
    public void sendAll(String queue, List<String> bodies) {
        for (int from = 0; from < bodies.size(); from += MOST) {
            var ten = bodies.subList(from, Math.min(from + MOST, bodies.size()));
            client.sendMessageBatch(request -> request.queueUrl(url(queue)).entries(IntStream.range(0, ten.size())
                    .mapToObj(n -> SendMessageBatchRequestEntry.builder().id("e" + n).messageBody(ten.get(n)).build()).collect(Collectors.toList())));
        }
    }

    /** Loses all messages. */
    public void purge(String queue) {
        client.purgeQueue(request -> request.queueUrl(url(queue)));
    }

    /** Messages that wait, and messages in somebody's hand or hidden. */
    public long count(String queue) {
        var counts = client.getQueueAttributes(request -> request.queueUrl(url(queue))
                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)).attributes();
        return counts.values().stream().mapToLong(Long::parseLong).sum();
    }

    /** Messages that a receive would give now. */
    public long visible(String queue) {
        var attribute = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Long.parseLong(client.getQueueAttributes(request -> request.queueUrl(url(queue)).attributeNames(attribute)).attributes().get(attribute));
    }

    private String url(String queue) {
        return client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    @Override
    public void close() {
        client.close();
    }
}
