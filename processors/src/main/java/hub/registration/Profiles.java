package hub.registration;

import hub.events.Backoff;
import hub.queues.QueueMessage;
import java.util.List;

/** Begins to bring the profiles of fans to the user service (presale registration, use case 1, step 10). */
public final class Profiles {

    private final Backoff backoff;

    /** @param backoff before a call to the user service is made again */
    Profiles(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Reads the profiles that a batch says. What is malformed is rejected. */
    public ProfileBatch begin(List<QueueMessage> batch) {
        return new ProfileBatch(batch, backoff);
    }
}
