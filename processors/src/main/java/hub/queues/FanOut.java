package hub.queues;

/** A batch whose messages make letters. @param others what is known of the messages that make none */
public record FanOut(Mailing mailing, Outcomes others) {

    /** What every message of the batch came to; one whose letters were not all sent is tried again. */
    public Outcomes outcomes() {
        return mailing.into(others);
    }
}
