package hub.queues;

import java.time.Duration;
import java.util.List;

/** A queue as its workers need it. Every call goes to the server and throws where that does not answer, or does not know the queue. */
interface Queue {

    /** Most messages of one call. */
    int MOST = 10;

    /** How long a message stays hidden from now on. */
    record Hidden(QueueMessage message, Duration visibility) { }

    /** The server did not do to a message what it was asked for. @param again whether asking again may help */
    record Refused(QueueMessage message, boolean again, String why) { }

    String name();

    /** Takes messages. @param most at most {@link #MOST} @param wait for the first one */
    List<QueueMessage> receive(int most, Duration wait, Duration visibility);

    /** Deletes at most {@link #MOST} messages. @return those that it did not */
    List<Refused> delete(List<QueueMessage> messages);

    /** Hides at most {@link #MOST} messages. @return those that it did not */
    List<Refused> hide(List<Hidden> messages);
}
