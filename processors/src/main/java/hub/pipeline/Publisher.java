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
import java.util.concurrent.ConcurrentHashMap;
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
 * is not sent again when its message is: the next attempt waits for the same answer.
 */
public final class Publisher implements AutoCloseable {

    /** Code of a record that its topic, or of an entity that its queue, is too small for. */
    static final String TOO_LARGE = "record-too-large";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** As long as SQS lets a message be held: until then the producer tries what Kafka has not answered. */
    private static final Duration MOST_PATIENT = Duration.ofHours(12);
    private static final Duration FIND_BROKERS = Duration.ofSeconds(5);
    private static final int MOST_UNDERWAY = 10_000;
    private static final Outcome AWAY = new Outcome.Away("Kafka does not answer");
    private final Transactions transactions;
    private final Published published;
    private final Supplier<Map<String, Object>> connection;
    private final Duration patience;
    private final Map<Place, Future<RecordMetadata>> underway = new ConcurrentHashMap<>();
    private Producer<byte[], byte[]> producer;

    private record Place(String topic, String recordId) { }

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
            var results = transactions.inTransaction(() -> claimAndSend(topic, byRecord));
            results.forEach((id, result) -> {
                if (!(result instanceof Outcome.Away)) {
                    underway.remove(new Place(topic, id));
                }
            });
            return results;
        } catch (RuntimeException e) {
            if (isLocked(e)) {
                throw new DestinationAway("another worker is publishing the same records to " + topic, e);
            }
            throw e;
        }
    }

    /** What became of each record; the claims of those that were not acknowledged are given up. */
    private Map<String, Outcome> claimAndSend(String topic, Map<String, List<Record>> byRecord) {
        var fresh = published.claim(topic, byRecord.keySet());
        var results = new HashMap<String, Outcome>();
        byRecord.keySet().forEach(id -> results.put(id, fresh.contains(id) ? AWAY : new Outcome.Duplicate()));
        var sent = send(topic, byRecord, fresh);
        long deadline = System.nanoTime() + patience.toNanos();
        sent.forEach((id, answer) -> {
            var result = await(answer, deadline);
            results.put(id, result);
            if (answer.isDone() && result instanceof Outcome.Away) {
                underway.remove(new Place(topic, id));   // the producer has given it up
            }
        });
        var unpublished = fresh.stream().filter(id -> !(results.get(id) instanceof Outcome.Applied)).toList();
        if (!unpublished.isEmpty()) {
            published.release(topic, unpublished);
        }
        return results;
    }

    /** Sends without waiting; ends early where the producer finds no brokers, which takes it seconds for each record. */
    private Map<String, Future<RecordMetadata>> send(String topic, Map<String, List<Record>> byRecord, Set<String> fresh) {
        if (underway.size() > MOST_UNDERWAY) {
            underway.values().removeIf(Future::isDone);
        }
        var sent = new LinkedHashMap<String, Future<RecordMetadata>>();
        for (var records : byRecord.values()) {
            var id = records.get(0).recordId();
            if (fresh.contains(id)) {
                var answer = underway.computeIfAbsent(new Place(topic, id), place -> producer().send(onKafka(topic, records.get(0))));
                sent.put(id, answer);
                if (answer.isDone() && await(answer, 0) instanceof Outcome.Away) {
                    break;
                }
            }
        }
        return sent;
    }

    private static Outcome await(Future<RecordMetadata> answer, long deadline) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Outcome.Applied();
        } catch (TimeoutException e) {
            return AWAY;
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

    /** Ends the producer. What is underway is in the hands of its messages again. */
    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }
}
