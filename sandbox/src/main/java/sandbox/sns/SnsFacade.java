package sandbox.sns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import sandbox.sns.SnsTopics.Publication;
import sandbox.sns.SnsTopics.Subscription;
import sandbox.sns.SnsTopics.Topic;

/**
 * The part of Amazon SNS that the data pipeline uses, at {@code /sns}: Publish and PublishBatch to the topics of {@code broker-config/sns/topics.yaml}
 * with delivery to their queues (AWS query protocol: a form in, XML out). It stores nothing: it has published when the queues have the messages.
 */
public final class SnsFacade {

    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 256 * 1024;
    private final SnsTopics topics;
    private final QueueSender queues;

    /** A request that is wrong. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message, null, false, false);
            this.status = status;
            this.code = code;
        }
    }

    /** @param sqsPort the SQS server's own port on loopback, which outages do not cut */
    public SnsFacade(Vertx vertx, Path brokerConfig, int sqsPort) throws IOException {
        this.topics = SnsTopics.read(brokerConfig.resolve("sns/topics.yaml"));
        this.queues = new QueueSender(vertx, sqsPort);
    }

    /** Adds itself before everything else: it reads the form by itself, which may be larger than forms are allowed to be. */
    public void addTo(Router router) {
        router.route(HttpMethod.POST, "/sns/*").order(-1).handler(context -> context.request().body()
                .compose(body -> act(Form.parse(body.toString(StandardCharsets.UTF_8))))
                .onSuccess(xml -> answer(context, 200, xml))
                .onFailure(fault -> refuse(context, fault)));
    }

    private Future<String> act(Form form) {
        var action = form.text("Action");
        return switch (action) {
            case "Publish" -> publish(form, List.of(form.publication("", "single"))).map(failed -> {
                if (!failed.isEmpty()) {
                    throw new Refused(500, "InternalError", "a queue did not take the message");
                }
                return result(action, "<MessageId>" + UUID.randomUUID() + "</MessageId>");
            });
            case "PublishBatch" -> {
                var entries = form.entries();
                if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
                    throw new Refused(400, "TooManyEntriesInBatchRequest", "a batch holds one to ten entries");
                }
                yield publish(form, entries).map(failed -> result(action, members(entries, failed)));
            }
            default -> throw new Refused(400, "InvalidAction", "only Publish and PublishBatch are simulated");
        };
    }

    /** @return the ids of what some queue did not take */
    private Future<Set<String>> publish(Form form, List<Publication> publications) {
        Topic topic = topics.ofArn(form.text("TopicArn")).orElseThrow(() -> new Refused(404, "NotFound", "Topic does not exist"));
        if (publications.stream().mapToInt(publication -> publication.message().getBytes(StandardCharsets.UTF_8).length).sum() > MOST_BYTES) {
            throw new Refused(400, "BatchRequestTooLong", "more than " + MOST_BYTES + " bytes");
        }
        var deliveries = new ArrayList<Future<Set<String>>>();
        for (Subscription subscription : topic.subscriptions()) {
            var taken = publications.stream().filter(subscription::takes).toList();
            if (!taken.isEmpty()) {
                deliveries.add(queues.send(subscription.queue(), taken).otherwise(away -> taken.stream().map(Publication::id).collect(Collectors.toSet())));
            }
        }
        return Future.join(deliveries).map(all -> {
            var failed = new HashSet<String>();
            deliveries.forEach(delivery -> failed.addAll(delivery.result()));
            return failed;
        });
    }

    private static String members(List<Publication> entries, Set<String> failed) {
        var successful = entries.stream().filter(entry -> !failed.contains(entry.id()))
                .map(entry -> "<member><Id>" + xml(entry.id()) + "</Id><MessageId>" + UUID.randomUUID() + "</MessageId></member>").collect(Collectors.joining());
        var refused = failed.stream().map(id -> "<member><Id>" + xml(id) + "</Id><Code>InternalError</Code><Message>a queue did not take it</Message><SenderFault>false</SenderFault></member>")
                .collect(Collectors.joining());
        return "<Successful>" + successful + "</Successful><Failed>" + refused + "</Failed>";
    }

    private static String result(String action, String content) {
        return "<%1$sResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>"
                .formatted(action, content, UUID.randomUUID());
    }

    private static void refuse(RoutingContext context, Throwable fault) {
        var refused = fault instanceof Refused known ? known : new Refused(500, "InternalError", String.valueOf(fault));
        answer(context, refused.status, "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                .formatted(refused.status < 500 ? "Sender" : "Receiver", refused.code, xml(refused.getMessage())));
    }

    private static void answer(RoutingContext context, int status, String xml) {
        context.response().setStatusCode(status).putHeader("Content-Type", "text/xml").end(xml);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
