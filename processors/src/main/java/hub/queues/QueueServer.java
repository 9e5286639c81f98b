package hub.queues;

import hub.events.AwsAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The server of all queues: one client with one pool of connections for the whole hub. */
public final class QueueServer implements AutoCloseable {

    /** Above the longest wait of a receive, 20 s. */
    private static final Duration ANSWER = Duration.ofSeconds(25);

    private final SqsClient sqs;
    private final Map<String, SqsQueue> queues = new ConcurrentHashMap<>();

    private QueueServer(SqsClient sqs) {
        this.sqs = sqs;
    }

    public static QueueServer at(AwsAddress address) {
        return new QueueServer(address.client(SqsClient.builder(), ANSWER));
    }

    /** For components that send. */
    public SqsClient client() {
        return sqs;
    }

    /** The address of a queue, asked for once. */
    public String url(String queue) {
        return queue(queue).url();
    }

    /** About how many messages of a queue wait, without those in somebody's hand. */
    public long waiting(String queue) {
        return queue(queue).depth();
    }

    SqsQueue queue(String name) {
        return queues.computeIfAbsent(name, absent -> new SqsQueue(sqs, name));
    }

    @Override
    public void close() {
        sqs.close();
    }
}
