package hub.pipeline;

import hub.queues.Outcome;
import hub.queues.QueueServer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Writes parcels as Amazon's requests, and reads from the answers which entities arrived: a 200 may name some that did not. */
public final class Parcels {

    private final QueueServer server;

    /** @param server knows the addresses of the queues */
    public Parcels(QueueServer server) {
        this.server = server;
    }

    /** The request that sends a parcel of one type to its queue. */
    public SendMessageBatchRequest toQueue(Parcel parcel) {
        return SendMessageBatchRequest.builder().queueUrl(server.url(parcel.queue())).entries(parcel.entities().stream().map(Parcels::queueEntry).toList()).build();
    }

    /** The entries that publish a parcel to a topic. */
    public List<PublishBatchRequestEntry> toTopic(Parcel parcel) {
        return parcel.entities().stream().map(Parcels::topicEntry).toList();
    }

    /** The queue has answered. */
    public void queued(Parcel parcel, SendMessageBatchResponse answer) {
        parcel.arrivedExcept(answer.failed().stream().collect(Collectors.toMap(failed -> failed.id(), failed -> failed.code() + ": " + failed.message())));
    }

    /** The topic has answered. */
    public void published(Parcel parcel, PublishBatchResponse answer) {
        parcel.arrivedExcept(answer.failed().stream().collect(Collectors.toMap(failed -> failed.id(), failed -> failed.code() + ": " + failed.message())));
    }

    /** There was no good answer: a request that was refused is tried again by its queue, a server that is away or in trouble is waited for. */
    public void failed(Parcel parcel, Exception fault) {
        boolean refused = fault instanceof SdkServiceException service && service.statusCode() < 500 && !service.isThrottlingException();
        parcel.cameTo(refused ? new Outcome.Retry(fault.getMessage()) : new Outcome.Away(fault.getMessage()));
    }

    private static SendMessageBatchRequestEntry queueEntry(Entity entity) {
        return SendMessageBatchRequestEntry.builder().id(entity.messageId()).messageBody(entity.body())
                .messageAttributes(attributes(entity, text -> software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder().dataType("String").stringValue(text).build()))
                .build();
    }

    private static PublishBatchRequestEntry topicEntry(Entity entity) {
        return PublishBatchRequestEntry.builder().id(entity.messageId()).message(entity.body())
                .messageAttributes(attributes(entity, text -> software.amazon.awssdk.services.sns.model.MessageAttributeValue.builder().dataType("String").stringValue(text).build()))
                .build();
    }

    private static <T> Map<String, T> attributes(Entity entity, Function<String, T> value) {
        return entity.attributes().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, attribute -> value.apply(attribute.getValue())));
    }
}
