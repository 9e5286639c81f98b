package bench.load;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queues of the sandbox, for those who put something into them. */
public final class Queues implements AutoCloseable {

    /** Most messages of a request. */
    public static final int TEN = 10;
    private static final QueueAttributeName WAITING = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    private static final QueueAttributeName IN_HAND = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
    private final SqsClient sqs;

    /** @param connections most requests at once */
    public Queues(String endpoint, int connections) {
        sqs = SqsClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(connections)).build();
    }

    public String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    /** Sends up to ten messages. @return the ids that the queue gave them @throws IllegalStateException the queue refused some */
    public List<String> send(String url, List<SendMessageBatchRequestEntry> entries) {
        var answer = sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
        if (!answer.failed().isEmpty()) {
            throw new IllegalStateException("the queue refused " + answer.failed());
        }
        return answer.successful().stream().map(one -> one.messageId()).toList();
    }

    /** Whether nothing waits at the queue and nobody has a message of it in hand. */
    public boolean isEmpty(String queue) {
        var url = url(queue);
        return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(WAITING, IN_HAND)).attributes().values().stream().allMatch("0"::equals);
    }

    @Override
    public void close() {
        sqs.close();
    }
}
