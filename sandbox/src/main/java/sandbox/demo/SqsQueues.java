package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends to SQS queues as an external system does, and asks how many messages they hold. */
final class SqsQueues {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final Addresses addresses;

    SqsQueues(Addresses addresses) {
        this.addresses = addresses;
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
        return client.sendAsync(HttpRequest.newBuilder(URI.create(addresses.sqsUrl() + "/")).timeout(TIMEOUT).header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action).POST(HttpRequest.BodyPublishers.ofString(write(request))).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(SqsQueues::read);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new CannotRun("SQS answers " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CannotRun("SQS answers no JSON", e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
