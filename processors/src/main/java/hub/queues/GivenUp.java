package hub.queues;

import java.util.List;

/** What the server moved to a dead-letter queue, because it was received too often: an operator's turn. */
public final class GivenUp {

    /** Stable code of its failures. */
    public static final String CODE = "gave-up";

    /** Ends each in the failure store, under the queue that it was sent to, where retrying sends it again. */
    public Outcomes park(List<QueueMessage> messages) {
        return Outcomes.all(messages, message -> new Outcome.Parked(CODE, "its deliveries on " + message.origin() + " are used up, received " + message.receiveCount() + " times in all"));
    }
}
