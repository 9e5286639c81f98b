package hub.registration;

import hub.queues.Outcome;
import hub.queues.QueueMessage;
import java.util.List;

/**
 * One of the things that a call asks a partner to do with a fan, in the name of one message or of several that say the same. Nobody is told its content
 * but the partner.
 */
public final class Item {

    /** What the partner made of it. */
    public sealed interface Result {

        /** Done, or done before. */
        record Applied() implements Result { }

        /** The partner knows something newer. */
        record Stale() implements Result { }

        /** It was not done. @param outcome what its messages come to: {@link Outcome.Retry} or {@link Outcome.Away} */
        record Failed(Outcome outcome) implements Result { }
    }

    private final String globalUserId;
    private final Object content;
    private final List<QueueMessage> messages;
    private volatile Result result = new Result.Failed(new Outcome.Retry("the partner was not asked"));

    /** @param content as the partner reads it, with {@code globalUserId} @param messages at least one */
    public Item(String globalUserId, Object content, List<QueueMessage> messages) {
        this.globalUserId = globalUserId;
        this.content = content;
        this.messages = List.copyOf(messages);
    }

    public String globalUserId() {
        return globalUserId;
    }

    Object content() {
        return content;
    }

    public List<QueueMessage> messages() {
        return messages;
    }

    public Result result() {
        return result;
    }

    void is(Result newResult) {
        result = newResult;
    }

    @Override
    public String toString() {
        return messages.get(0).toString();
    }
}
