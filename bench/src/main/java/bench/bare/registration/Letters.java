package bench.bare.registration;

import bench.bare.Queue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends messages to one queue, ten in a request, requests side by side. */
final class Letters {

    private static final int TEN = 10;
    private final SqsClient sqs;
    private final Queue queue;
    private final Executor senders;

    Letters(SqsClient sqs, Queue queue, Executor senders) {
        this.sqs = sqs;
        this.queue = queue;
        this.senders = senders;
    }

    /** A message. @param recordId by which repetitions of it are known @param traceparent may be null */
    record Letter(String recordId, ObjectNode body, String correlationId, String traceparent) { }

    /** @throws IllegalStateException the queue did not take all */
    void send(List<Letter> letters) {
        int taken = trySend(letters).size();
        if (taken < letters.size()) {
            throw new IllegalStateException("the queue took " + taken + " of " + letters.size());
        }
    }

    /** @return the letters that the queue took */
    Set<Letter> trySend(List<Letter> letters) {
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        var requests = new ArrayList<CompletableFuture<Void>>();
        for (int first = 0; first < letters.size(); first += TEN) {
            var entries = IntStream.range(first, Math.min(letters.size(), first + TEN)).mapToObj(place -> entry(place, letters.get(place))).toList();
            requests.add(CompletableFuture.runAsync(() -> sqs.sendMessageBatch(request -> request.queueUrl(queue.url()).entries(entries))
                    .successful().forEach(one -> taken.add(Integer.valueOf(one.id()))), senders));
        }
        for (var request : requests) {
            request.exceptionally(fault -> {
                System.err.println("messages were not sent: " + fault);
                return null;
            }).join();
        }
        return taken.stream().map(letters::get).collect(Collectors.toCollection(HashSet::new));
    }

    private static SendMessageBatchRequestEntry entry(int place, Letter letter) {
        var attributes = new HashMap<String, MessageAttributeValue>(Map.of("recordId", text(letter.recordId()), "correlationid", text(letter.correlationId())));
        if (letter.traceparent() != null) {
            attributes.put("traceparent", text(letter.traceparent()));
        }
        return SendMessageBatchRequestEntry.builder().id(String.valueOf(place)).messageBody(Json.write(letter.body())).messageAttributes(attributes).build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }
}
