package sandbox.sns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sandbox.sns.SnsTopics.Publication;

/** Sends to queues as a topic's subscription does: ten messages in a request, body and attributes as they are. */
final class QueueSender {

    private static final int CONNECTIONS = 16;
    private final HttpClient http;
    private final int port;

    /** @param port of the SQS server on loopback */
    QueueSender(Vertx vertx, int port) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
        this.port = port;
    }

    /** Sends at most ten messages. @return the ids of those that the queue did not take */
    Future<Set<String>> send(String queue, List<Publication> publications) {
        var entries = new JsonArray();
        publications.forEach(publication -> {
            var attributes = new JsonObject();
            publication.attributes().forEach((name, value) -> attributes.put(name, new JsonObject().put("DataType", "String").put("StringValue", value)));
            entries.add(new JsonObject().put("Id", publication.id()).put("MessageBody", publication.message()).put("MessageAttributes", attributes));
        });
        var body = new JsonObject().put("QueueUrl", "http://127.0.0.1:" + port + "/000000000000/" + queue).put("Entries", entries);
        var request = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1").setPort(port).setURI("/")
                .putHeader("Content-Type", "application/x-amz-json-1.0").putHeader("X-Amz-Target", "AmazonSQS.SendMessageBatch");
        return http.request(request).compose(call -> call.send(body.toBuffer())).compose(answer -> answer.body().map(text -> refused(answer.statusCode(), text.toString())));
    }

    private static Set<String> refused(int status, String answer) {
        if (status != 200) {
            throw new IllegalStateException("the queue answers " + status + ": " + answer);
        }
        return new JsonObject(answer).getJsonArray("Failed", new JsonArray()).stream().map(failed -> ((JsonObject) failed).getString("Id")).collect(Collectors.toSet());
    }
}
