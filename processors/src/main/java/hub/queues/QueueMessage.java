package hub.queues;

import hub.events.Causation;
import java.util.Map;

/**
 * A message of a queue, as a step sees it.
 *
 * @param id            the server's id of the message; the same at each delivery
 * @param attributes    message attributes of the data types String and Number, by name; among them {@code traceparent} and {@code correlationid}, if the sender set them
 * @param receiveCount  how often it was received, this time included
 * @param receiptHandle names this delivery to the server
 * @param queue         where it was received
 */
public record QueueMessage(String id, String body, Map<String, String> attributes, int receiveCount, String receiptHandle, String queue) {

    /** What the name of a dead-letter queue ends with. */
    public static final String DEAD_LETTERS = "-dlq";

    public QueueMessage {
        attributes = Map.copyOf(attributes);
    }

    /** The conversation and the trace that it belongs to, made where its sender named none; it is the cause of what is done because of it. */
    public Causation causation() {
        return Causation.continuing(attributes.get("correlationid"), id, attributes.get("traceparent"));
    }

    /** What repetitions of it are known by: what its sender named, else its own id. */
    public String recordId() {
        return attributes.getOrDefault("recordId", id);
    }

    /** The queue that it was sent to: a message of {@code dataQueue-dlq} comes from {@code dataQueue}. */
    public String origin() {
        return origin(queue);
    }

    static String origin(String queue) {
        return queue.endsWith(DEAD_LETTERS) ? queue.substring(0, queue.length() - DEAD_LETTERS.length()) : queue;
    }

    /** Without body and attributes, which may be personal. */
    @Override
    public String toString() {
        return "message " + id + " of " + queue;
    }
}
