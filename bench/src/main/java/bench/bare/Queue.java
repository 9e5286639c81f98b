package bench.bare;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One SQS queue: batches of messages, held while they are worked on, deleted when they are done, and given back later when they are not. */
public final class Queue {

    private static final int VISIBILITY_SECONDS = 30;
    private static final int WAIT_SECONDS = 2;
    private static final int TEN = 10;
    private static final int ATTEMPTS = 5;
    private static final ScheduledExecutorService HEARTBEAT = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private final SqsClient sqs;
    private final String name;
    private final String url;
    private final Set<List<Message>> inHand = ConcurrentHashMap.newKeySet();

    public Queue(SqsClient sqs, String name) {
        this.sqs = sqs;
        this.name = name;
        var deadLetters = sqs.createQueue(request -> request.queueName(name + "-dlq")).queueUrl();
        var arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetters).attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        this.url = sqs.createQueue(request -> request.queueName(name).attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(VISIBILITY_SECONDS),
                QueueAttributeName.REDRIVE_POLICY, "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"5\"}"))).queueUrl();
        HEARTBEAT.scheduleWithFixedDelay(() -> inHand.forEach(batch -> hide(batch, VISIBILITY_SECONDS)), TEN, TEN, TimeUnit.SECONDS);
    }

    public String url() {
        return url;
    }

    /** A batch: as many as wait, up to the most. Held until it is done or given back. */
    public List<Message> receive(int most) {
        var batch = new ArrayList<Message>();
        int last;
        do {
            int wait = batch.isEmpty() ? WAIT_SECONDS : 0;
            var messages = sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(TEN).waitTimeSeconds(wait).messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)).messages();
            last = messages.size();
            batch.addAll(messages);
        } while (last == TEN && batch.size() < most);
        inHand.add(batch);
        return batch;
    }

    /** Ends a batch: what is done is deleted, the rest comes again later. */
    public void settle(List<Message> batch, Set<String> done) {
        var again = batch.stream().filter(message -> !done.contains(message.messageId())).toList();
        inHand.remove(batch);
        delete(batch.stream().filter(message -> done.contains(message.messageId())).toList());
        hide(again, again.isEmpty() ? 0 : 2 * Integer.parseInt(again.get(0).attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
    }

    private void delete(List<Message> messages) {
        for (int from = 0; from < messages.size(); from += TEN) {
            var ten = messages.subList(from, Math.min(messages.size(), from + TEN));
            var left = ten;
            for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
                var entries = left.stream().map(message -> DeleteMessageBatchRequestEntry.builder().id(message.messageId()).receiptHandle(message.receiptHandle()).build()).toList();
                var failed = sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries)).failed().stream().map(one -> one.id()).toList();
                left = ten.stream().filter(message -> failed.contains(message.messageId())).toList();
            }
        }
    }

    private void hide(List<Message> messages, int seconds) {
        for (int from = 0; from < messages.size(); from += TEN) {
            var entries = messages.subList(from, Math.min(messages.size(), from + TEN)).stream().map(message -> ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(message.messageId()).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds).build()).toList();
            sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
        }
    }

    /** Records what is refused, before it is deleted. */
    public void refuse(Connection connection, Message message, String reason) throws SQLException {
        try (var insert = connection.prepareStatement("insert into refused (message_id, queue, reason, body) values (?, ?, ?, ?) on conflict do nothing")) {
            insert.setString(1, message.messageId());
            insert.setString(2, name);
            insert.setString(3, reason);
            insert.setString(4, message.body());
            insert.executeUpdate();
        }
    }
}
