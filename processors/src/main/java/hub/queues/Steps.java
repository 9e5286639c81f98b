package hub.queues;

import java.util.List;

/** What a worker does with its messages: the steps of a route. */
@FunctionalInterface
public interface Steps {

    /**
     * Works on the messages, on the calling thread: on a batch, or in mode {@link WorkerSettings.Mode#RECORD} on one.
     *
     * @throws RuntimeException because of {@link DestinationAway} or an outage of the database: {@link Outcome.Away} for all. Because of a
     *     {@link hub.events.PermanentFailure} for one message: {@link Outcome.Rejected}. Any other: {@link Outcome.Retry} for all
     */
    Outcomes work(List<QueueMessage> messages);
}
