package sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends to SQS queues as an external system does, and asks how many messages they hold. */
final class SqsQueues {

    private final Addresses addresses;
    private final AwsApi sqs;

    SqsQueues(Addresses addresses) {
        this.addresses = addresses;
        this.sqs = new AwsApi(addresses.sqsUrl(), "AmazonSQS");
    }

    /** Sends a message; done with its id when the queue has it. */
    CompletableFuture<String> send(String queue, String body, Map<String, String> attributes) {
        var values = new HashMap<String, Object>();
        attributes.forEach((name, value) -> values.put(name, Map.of("DataType", "String", "StringValue", value)));
        return call("SendMessage", queue, Map.of("MessageBody", body, "MessageAttributes", values)).thenApply(answer -> answer.path("MessageId").asText());
    }

    /** How many messages a queue holds, those in somebody's hand too. */
    long depth(String queue) {
        var counts = List.of("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible");
        var attributes = call("GetQueueAttributes", queue, Map.of("AttributeNames", counts)).join().path("Attributes");
        return counts.stream().mapToLong(count -> attributes.path(count).asLong()).sum();
    }

    private CompletableFuture<JsonNode> call(String action, String queue, Map<String, ?> fields) {
        var request = new HashMap<String, Object>(fields);
        request.put("QueueUrl", addresses.sqsUrl() + "/000000000000/" + queue);
        return sqs.call(action, request);
    }
}
