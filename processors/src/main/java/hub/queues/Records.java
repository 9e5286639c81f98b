package hub.queues;

import java.util.List;

/** Where messages that were rejected or parked are recorded before they are deleted. */
interface Records {

    /** A message and why it ends: {@link Outcome.Rejected} or {@link Outcome.Parked}. */
    record Ended(QueueMessage message, Outcome outcome) { }

    /**
     * Writes all or none. A message that is recorded already stays as it is.
     *
     * @throws RuntimeException none is written
     */
    void write(String flow, List<Ended> ended);

    /** Whether the fault of a write, or of the steps, is an outage of the database: to be waited for. @param vain how often it was waited for already */
    boolean isOutage(Throwable fault, int vain);
}
