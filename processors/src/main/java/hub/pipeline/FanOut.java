package hub.pipeline;

import hub.queues.Mailing;
import hub.queues.Outcomes;

/** A batch of the first stage: its entities on their way to the queues of their types, and what is known of the other messages. */
public record FanOut(Mailing mailing, Outcomes refused) {

    /** What every message of the batch came to; one whose letter was not sent is tried again. */
    public Outcomes outcomes() {
        return mailing.into(refused);
    }
}
