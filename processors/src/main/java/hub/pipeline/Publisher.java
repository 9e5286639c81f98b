package hub.pipeline;

import hub.events.KafkaClients;
import hub.events.Sends;
import hub.events.Transactions;
import hub.pipeline.Publication.Record;
import hub.queues.DestinationAway;
import hub.queues.Letter;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Publishes batches of records to Kafka, each record once. One transaction a batch: the records are claimed, sent one after the other without waiting,
 * acknowledged, and only then is the claim committed. A process that is killed in between has claimed nothing, so the record is repeated and not lost.
 *
 * <p>A record that Kafka leaves unanswered may have been written. It stays with the producer, which goes on trying under the same sequence number, and
 * is not sent again when its message is: the next attempt waits for the same answer, and another hub until this one has it ({@link Underway}).
 */
public final class Publisher implements AutoCloseable {

    /** Code of a record that its topic, or of an entity that its queue, is too small for. */
    static final String TOO_LARGE = "record-too-large";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** As long as SQS lets a message be held: until then the producer tries what Kafka has not answered. */
    private static final Duration MOST_PATIENT = Duration.ofHours(12);
    private static final Duration FIND_BROKERS = Duration.ofSeconds(5);
    /** How long the producer may take for its last answers at the end. */
    private static final Duration END = Duration.ofSeconds(2);
    private static final int PATIENCES_A_LEASE = 3;
    private static final Outcome AWAY = new Outcome.Away("Kafka does not answer");
    private static final Outcome UNDERWAY = new Outcome.Away("it was sent already, and Kafka has not answered");
    private final Transactions transactions;
    private final Published published;
    private final Supplier<Map<String, Object>> connection;
    private final Duration patience;
    private final Underway underway;
    private Producer<byte[], byte[]> producer;

    /** What an attempt to publish a batch came to. @param answered records that Kafka has answered, one way or the other */
    private record Attempt(Map<String, Outcome> results, List<String> answered) { }

    /**
     * A publisher with a producer of its own, made when first used.
     *
     * @param connection bootstrap servers and how to prove oneself to them, as Kafka's clients take it
     * @param patience   how long a batch waits for Kafka, its transaction open, before Kafka is said to be away ({@code pipeline.publish.patience})
     */
    public Publisher(Transactions transactions, Published published, Supplier<Map<String, Object>> connection, Duration patience) {
        this.transactions = transactions;
        this.published = published;
        this.connection = connection;
        this.patience = patience;
        this.underway = new Underway(transactions, published, patience.multipliedBy(PATIENCES_A_LEASE));
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = KafkaClients.producer(connection.get(), "pipeline", FIND_BROKERS, MOST_PATIENT, 2 * Letter.MOST_BYTES);
        }
        return producer;
    }

    /** Publishes what nobody has published, and says of every message what it came to. */
    @Sends({"topic:campaign", "topic:event-mapping", "topic:market", "topic:registered-market", "topic:registration"})
    public Outcomes publish(Publication batch) {
        var byRecord = new LinkedHashMap<String, List<Record>>();
        batch.records().forEach(record -> byRecord.computeIfAbsent(record.recordId(), id -> new ArrayList<>(1)).add(record));
        if (!byRecord.isEmpty()) {
            settle(byRecord, publish(batch.topic(), byRecord), batch.outcomes());
        }
        return batch.outcomes();
    }

    private Map<String, Outcome> publish(String topic, Map<String, List<Record>> byRecord) {
        try {
            var attempt = transactions.inTransaction(() -> claimAndSend(topic, byRecord));
            attempt.answered().forEach(id -> underway.settled(topic, id));
            return attempt.results();
        } catch (RuntimeException e) {
            underway.unsettled(topic, byRecord.keySet());
            if (isLocked(e)) {
                throw new DestinationAway("another worker is publishing the same records to " + topic, e);
            }
            throw e;
        }
    }

    /** What became of each record. Claims of those that were not acknowledged are given up; where the producer goes on, they are this hub's until it has the answer. */
    private Attempt claimAndSend(String topic, Map<String, List<Record>> byRecord) {
        var fresh = published.claim(topic, byRecord.keySet(), underway.hub());
        var results = repeated(topic, byRecord.keySet().stream().filter(id -> !fresh.contains(id)).toList());
        fresh.forEach(id -> results.put(id, AWAY));
        var sent = send(topic, byRecord, fresh);
        long deadline = System.nanoTime() + patience.toNanos();
        var answered = sent.keySet().stream().filter(id -> isAnswered(sent.get(id), deadline)).toList();
        answered.forEach(id -> results.put(id, outcome(sent.get(id))));
        var unanswered = sent.keySet().stream().filter(id -> !answered.contains(id)).toList();
        if (!unanswered.isEmpty()) {
            underway.own(topic, unanswered);
        }
        var unpublished = fresh.stream().filter(id -> !unanswered.contains(id) && !(results.get(id) instanceof Outcome.Applied)).toList();
        if (!unpublished.isEmpty()) {
            published.release(topic, unpublished);
        }
        return new Attempt(results, answered);
    }

    /** What becomes of records that could not be claimed: published they are duplicates; else somebody is at them, or was a moment ago. */
    private Map<String, Outcome> repeated(String topic, List<String> recordIds) {
        var results = new HashMap<String, Outcome>();
        if (!recordIds.isEmpty()) {
            var done = published.published(topic, recordIds);
            recordIds.forEach(id -> results.put(id, done.contains(id) ? new Outcome.Duplicate() : UNDERWAY));
        }
        return results;
    }

    /** Sends without waiting; sends nothing more where the producer finds no brokers, which takes it seconds for each record. @return the answers to come */
    private Map<String, Future<RecordMetadata>> send(String topic, Map<String, List<Record>> byRecord, Set<String> fresh) {
        var sent = new LinkedHashMap<String, Future<RecordMetadata>>();
        boolean found = true;
        for (var records : byRecord.values()) {
            var id = records.get(0).recordId();
            if (!fresh.contains(id)) {
                continue;
            }
            var answer = found ? underway.answer(topic, id, () -> producer().send(onKafka(topic, records.get(0)))) : underway.answer(topic, id);
            if (answer != null) {
                sent.put(id, answer);
                found &= !(answer.isDone() && outcome(answer) instanceof Outcome.Away);
            }
        }
        return sent;
    }

    /** Waits for Kafka's answer; a thread that is interrupted waits no longer, and what it has sent stays with the producer. */
    private static boolean isAnswered(Future<RecordMetadata> answer, long deadline) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Outcome outcome(Future<RecordMetadata> answered) {
        try {
            answered.get();
            return new Outcome.Applied();
        } catch (ExecutionException e) {
            var fault = e.getCause();
            if (fault instanceof RecordTooLargeException) {
                return new Outcome.Parked(TOO_LARGE, fault.getMessage());
            }
            return fault instanceof RetriableException ? new Outcome.Away(fault.getMessage()) : new Outcome.Retry(String.valueOf(fault));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DestinationAway("interrupted while Kafka was waited for", e);
        }
    }

    /** Messages of one record share its fate; the record counts once. */
    private static void settle(Map<String, List<Record>> byRecord, Map<String, Outcome> results, Outcomes outcomes) {
        byRecord.forEach((id, records) -> {
            var first = true;
            for (var record : records) {
                outcomes.say(record.messageId(), !first && results.get(id) instanceof Outcome.Applied ? new Outcome.Duplicate() : results.get(id));
                first = false;
            }
        });
    }

    private static ProducerRecord<byte[], byte[]> onKafka(String topic, Record record) {
        var headers = new RecordHeaders();
        headers.add("recordId", bytes(record.recordId()));
        headers.add("type", bytes(record.type().name()));
        headers.add("traceparent", bytes(record.traceparent()));
        headers.add("correlationid", bytes(record.correlationId()));
        return new ProducerRecord<>(topic, null, bytes(record.key()), bytes(record.value()), headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLocked(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Ends the producer, which is given a moment for its last answers. What Kafka has not acknowledged by then is anybody's again. */
    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(END);
        }
        underway.close();
    }
}
