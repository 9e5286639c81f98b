package hub.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** A queue of Amazon SQS, or of a server with its interface. */
final class SqsQueue implements Queue {

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int MOST_ATTRIBUTES = 10;
    private static final String RECORD_ID = "recordId";

    private final SqsClient sqs;
    private final String name;
    private volatile String url;

    SqsQueue(SqsClient sqs, String name) {
        this.sqs = sqs;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<QueueMessage> receive(int most, Duration wait, Duration visibility) {
        return known(() -> sqs.receiveMessage(request -> request.queueUrl(url()).maxNumberOfMessages(most).waitTimeSeconds(seconds(wait)).visibilityTimeout(seconds(visibility))
                .messageAttributeNames("All").messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)))
                .messages().stream().map(this::message).toList();
    }

    private QueueMessage message(Message message) {
        var attributes = new TreeMap<String, String>();
        message.messageAttributes().forEach((attribute, value) -> {
            if (value.stringValue() != null) {
                attributes.put(attribute, value.stringValue());
            }
        });
        var received = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return new QueueMessage(message.messageId(), message.body(), attributes, received == null ? 1 : Integer.parseInt(received), message.receiptHandle(), name);
    }

    @Override
    public List<Refused> delete(List<QueueMessage> messages) {
        var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
        for (var message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder().id(String.valueOf(entries.size())).receiptHandle(message.receiptHandle()).build());
        }
        return refused(known(() -> sqs.deleteMessageBatch(request -> request.queueUrl(url()).entries(entries))).failed(), messages);
    }

    @Override
    public List<Refused> hide(List<Hidden> hidden) {
        var entries = new ArrayList<ChangeMessageVisibilityBatchRequestEntry>();
        for (var one : hidden) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder().id(String.valueOf(entries.size())).receiptHandle(one.message().receiptHandle())
                    .visibilityTimeout(seconds(one.visibility())).build());
        }
        // The one heartbeat must not hang at a server that does not answer.
        var answer = known(() -> sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url()).entries(entries).overrideConfiguration(call -> call.apiCallTimeout(CALL))));
        return refused(answer.failed(), hidden.stream().map(Hidden::message).toList());
    }

    private static List<Refused> refused(List<BatchResultErrorEntry> failed, List<QueueMessage> messages) {
        return failed.stream().map(one -> new Refused(messages.get(Integer.parseInt(one.id())), !Boolean.TRUE.equals(one.senderFault()), one.code() + " " + one.message())).toList();
    }

    /** Sends a message that was on the queue before. {@code recordId}, which steps know repetitions by, is its first id from then on, if it had none. */
    void sendAgain(String id, String body, Map<String, String> attributes) {
        var all = new TreeMap<>(attributes);
        if (all.size() < MOST_ATTRIBUTES) {
            all.putIfAbsent(RECORD_ID, id);
        }
        known(() -> sqs.sendMessage(request -> request.queueUrl(url()).messageBody(body).messageAttributes(values(all))));
    }

    /** Attributes as SQS takes them. */
    static Map<String, MessageAttributeValue> values(Map<String, String> attributes) {
        return attributes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                attribute -> MessageAttributeValue.builder().dataType("String").stringValue(attribute.getValue()).build()));
    }

    /** About how many messages wait, without those in somebody's hand. */
    long depth() {
        var attribute = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Long.parseLong(known(() -> sqs.getQueueAttributes(request -> request.queueUrl(url()).attributeNames(attribute).overrideConfiguration(call -> call.apiCallTimeout(CALL))))
                .attributes().get(attribute));
    }

    /** Asked for once, and again after the server did not know it. */
    String url() {
        if (url == null) {
            url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
        }
        return url;
    }

    private interface Call<T> {
        T now();
    }

    private <T> T known(Call<T> call) {
        try {
            return call.now();
        } catch (QueueDoesNotExistException e) {
            url = null;
            throw new NoSuchQueue(name, e);
        }
    }

    /** SQS takes whole seconds; a part of one is one, so that a short delay is not none. */
    private static int seconds(Duration duration) {
        return (int) ((duration.toMillis() + 999) / 1000);
    }

    /** The server does not know a queue. */
    static final class NoSuchQueue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoSuchQueue(String name, Exception cause) {
            super("there is no queue " + name + " at hub.sqs.endpoint; create it, or correct the parameter queue of the route", cause);
        }
    }
}
