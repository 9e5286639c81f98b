package sandbox.demo;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Sends entities to the queues of the data pipeline, and keeps each acceptance as evidence, with the entity's record id for its key. */
final class Entities {

    private static final int ACCEPTED = 200;
    private final SqsQueues queues;
    private final String run;
    private final Evidence evidence;
    private final Map<String, String> recordIds = new ConcurrentHashMap<>();

    Entities(SqsQueues queues, String run, Evidence evidence) {
        this.queues = queues;
        this.run = run;
        this.evidence = evidence;
    }

    /** Sends a message; done when the queue has it. @param attributes beside the correlation id */
    CompletableFuture<?> send(Message message, String queue, String body, Map<String, String> attributes) {
        var correlation = message.correlation(run);
        var all = new HashMap<>(attributes);
        all.put("correlationid", correlation);
        var sent = Instant.now();
        return queues.send(queue, body, all).thenAccept(messageId -> {
            var recordId = attributes.getOrDefault("recordId", messageId);
            recordIds.put(correlation, recordId);
            evidence.answered(new Evidence.Answer(message.flow().name(), correlation, recordId, ACCEPTED, sent, Instant.now(), null, null));
        });
    }

    /** The record id of the message with this correlation id, once it is sent. */
    String recordId(String correlation) {
        return recordIds.getOrDefault(correlation, "never-sent-" + correlation);
    }
}
