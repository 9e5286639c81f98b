package hub.pipeline;

import hub.queues.Letter;
import hub.queues.Parcel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;

/** Writes parcels as entries of a topic, and reads from the answers which letters arrived: a 200 may name some that did not. */
public final class TopicEntries {

    /** The entries that publish a parcel to a topic. */
    public List<PublishBatchRequestEntry> entries(Parcel parcel) {
        return IntStream.range(0, parcel.letters().size()).mapToObj(place -> entry(place, parcel.letters().get(place))).toList();
    }

    private static PublishBatchRequestEntry entry(int place, Letter letter) {
        return PublishBatchRequestEntry.builder().id(String.valueOf(place)).message(letter.body())
                .messageAttributes(letter.attributes().entrySet().stream().collect(Collectors.toMap(attribute -> attribute.getKey(),
                        attribute -> MessageAttributeValue.builder().dataType("String").stringValue(attribute.getValue()).build())))
                .build();
    }

    /** The topic has answered. */
    public void published(Parcel parcel, PublishBatchResponse answer) {
        parcel.arrivedExcept(answer.failed().stream().collect(Collectors.toMap(failed -> failed.id(), failed -> failed.code() + ": " + failed.message())));
    }

    /** There was no good answer. */
    public void failed(Parcel parcel, Exception fault) {
        parcel.failed(fault);
    }
}
