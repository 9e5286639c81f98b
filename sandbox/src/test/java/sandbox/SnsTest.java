package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The simulated SNS, asked as Amazon's clients ask. */
@ExtendWith(SharedSandbox.class)
class SnsTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:dataSns";
    private final SandboxProcess sandbox;

    SnsTest(SandboxProcess sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void a_batch_reaches_the_queues_by_the_attribute_type_as_it_was_published() throws Exception {
        var form = form("PublishBatch", TOPIC);
        entry(form, 1, "a", "{\"x\": \"<&ü\"}", "MARKET");
        entry(form, 2, "b", "{\"y\": 2}", "CAMPAIGN");
        entry(form, 3, "c", "nobody's", "VENUE");

        var answer = post(form);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<PublishBatchResponse").contains("<Id>a</Id>", "<Id>b</Id>", "<Id>c</Id>", "<Failed></Failed>");
        var market = receive("marketDataQueue");
        assertThat(market.path("Body").asText()).isEqualTo("{\"x\": \"<&ü\"}");
        assertThat(market.at("/MessageAttributes/type/StringValue").asText()).isEqualTo("MARKET");
        assertThat(receive("campaignDataQueue").path("Body").asText()).isEqualTo("{\"y\": 2}");
    }

    @Test
    void one_message_larger_than_a_form_may_be_reaches_its_queue() throws Exception {
        var form = form("Publish", TOPIC);
        form.put("Message", "x".repeat(200_000));
        attribute(form, "", "REGISTRATION");

        assertThat(post(form).body()).contains("<MessageId>");
        assertThat(receive("registrationDataQueue").path("Body").asText()).hasSize(200_000);
    }

    @Test
    void what_is_wrong_is_refused_as_amazon_refuses_it() throws Exception {
        var elsewhere = form("Publish", TOPIC + "2");
        elsewhere.put("Message", "m");
        assertThat(post(elsewhere).statusCode()).isEqualTo(404);
        assertThat(post(elsewhere).body()).contains("<Code>NotFound</Code>");

        assertThat(post(form("PublishBatch", TOPIC)).body()).contains("<Code>TooManyEntriesInBatchRequest</Code>");
        assertThat(post(form("CreateTopic", TOPIC)).body()).contains("<Code>InvalidAction</Code>");
        var large = form("PublishBatch", TOPIC);
        entry(large, 1, "a", "x".repeat(150_000), "MARKET");
        entry(large, 2, "b", "x".repeat(150_000), "MARKET");
        assertThat(post(large).body()).contains("<Code>BatchRequestTooLong</Code>");
    }

    private static Map<String, String> form(String action, String topic) {
        var form = new LinkedHashMap<String, String>();
        form.put("Action", action);
        form.put("TopicArn", topic);
        return form;
    }

    private static void entry(Map<String, String> form, int number, String id, String message, String type) {
        var prefix = "PublishBatchRequestEntries.member." + number + ".";
        form.put(prefix + "Id", id);
        form.put(prefix + "Message", message);
        attribute(form, prefix, type);
    }

    private static void attribute(Map<String, String> form, String prefix, String type) {
        form.put(prefix + "MessageAttributes.entry.1.Name", "type");
        form.put(prefix + "MessageAttributes.entry.1.Value.DataType", "String");
        form.put(prefix + "MessageAttributes.entry.1.Value.StringValue", type);
    }

    private HttpResponse<String> post(Map<String, String> form) throws IOException, InterruptedException {
        var body = form.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return send("SANDBOX_PORT", "/sns/", body, "application/x-www-form-urlencoded", "");
    }

    /** Takes a message off a queue for good. */
    private JsonNode receive(String queue) throws IOException, InterruptedException {
        var url = "http://127.0.0.1:" + sandbox.port("SQS_PORT") + "/000000000000/" + queue;
        var message = sqs("ReceiveMessage", "{\"QueueUrl\": \"%s\", \"MessageAttributeNames\": [\"All\"], \"WaitTimeSeconds\": 5}".formatted(url)).path("Messages").path(0);
        sqs("DeleteMessage", "{\"QueueUrl\": \"%s\", \"ReceiptHandle\": \"%s\"}".formatted(url, message.path("ReceiptHandle").asText()));
        return message;
    }

    private JsonNode sqs(String action, String body) throws IOException, InterruptedException {
        var answer = send("SQS_PORT", "/", body, "application/x-amz-json-1.0", "AmazonSQS." + action);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private HttpResponse<String> send(String port, String path, String body, String type, String target) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port(port) + path)).POST(BodyPublishers.ofString(body))
                .header("Content-Type", type).header("X-Amz-Target", target).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
