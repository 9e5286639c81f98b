package hub.queues;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Writes parcels as requests to queues, and reads from the answers which letters arrived: a 200 may name some that did not. */
public final class Parcels {

    private final QueueServer server;

    /** @param server knows the addresses of the queues */
    public Parcels(QueueServer server) {
        this.server = server;
    }

    /** The request that sends a parcel to its queue. */
    public SendMessageBatchRequest request(Parcel parcel) {
        return SendMessageBatchRequest.builder().queueUrl(server.url(parcel.queue()))
                .entries(IntStream.range(0, parcel.letters().size()).mapToObj(place -> entry(place, parcel.letters().get(place))).toList()).build();
    }

    private static SendMessageBatchRequestEntry entry(int place, Letter letter) {
        return SendMessageBatchRequestEntry.builder().id(String.valueOf(place)).messageBody(letter.body()).messageAttributes(SqsQueue.values(letter.attributes())).build();
    }

    /** The queue has answered. */
    public void sent(Parcel parcel, SendMessageBatchResponse answer) {
        parcel.arrivedExcept(answer.failed().stream().collect(Collectors.toMap(failed -> failed.id(), failed -> failed.code() + ": " + failed.message())));
    }

    /** There was no good answer. */
    public void failed(Parcel parcel, Exception fault) {
        parcel.failed(fault);
    }

    /** For senders whose letters all have to have arrived. @throws hub.events.Unavailable some did not */
    public void requireAll(Mailing mailing) {
        mailing.requireAll();
    }
}
