package hub.pipeline;

import hub.events.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this hub's producer was given and has not been settled. Where Kafka leaves a record unanswered, its claim is committed as this hub's own: whoever is
 * given its message meanwhile waits, and does not send it a second time. This hub extends such claims as long as it lives and makes them good once Kafka has
 * acknowledged, also when the message is in its hand no longer. The claims of a hub that died can be taken over when their lease is over. What is unanswered
 * is bounded by the producer's buffer.
 */
final class Underway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Underway.class);
    private static final int LOOKS = 3;
    private static final Future<RecordMetadata> NOT_SENT = CompletableFuture.failedFuture(new IllegalStateException("not sent"));

    private final Transactions transactions;
    private final Published published;
    private final Duration lease;
    private final String hub = UUID.randomUUID().toString();
    private final Map<Place, Future<RecordMetadata>> sent = new ConcurrentHashMap<>();
    private final Set<Place> owned = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "pipeline-underway");
        daemon.setDaemon(true);
        return daemon;
    });

    private record Place(String topic, String recordId) { }

    /** @param lease how long a record stays with a hub that gives no sign of life */
    Underway(Transactions transactions, Published published, Duration lease) {
        this.transactions = transactions;
        this.published = published;
        this.lease = lease;
        long pause = lease.toMillis() / LOOKS;
        thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** The name under which this hub claims. */
    String hub() {
        return hub;
    }

    /** The answer to a record, which is sent if the producer has not been given it. */
    Future<RecordMetadata> answer(String topic, String recordId, Supplier<Future<RecordMetadata>> send) {
        return sent.computeIfAbsent(new Place(topic, recordId), place -> send.get());
    }

    /** The answer to a record that was sent, or null. */
    Future<RecordMetadata> answer(String topic, String recordId) {
        return sent.get(new Place(topic, recordId));
    }

    /** Makes claims of this transaction this hub's own, because Kafka has not answered. */
    void own(String topic, List<String> recordIds) {
        published.own(topic, recordIds, hub, lease);
        recordIds.forEach(id -> owned.add(new Place(topic, id)));
    }

    /** Kafka has answered, and what follows from it is committed. */
    void settled(String topic, String recordId) {
        var place = new Place(topic, recordId);
        owned.remove(place);
        sent.remove(place);
    }

    /** Nothing of an attempt was committed: what was sent all the same is claimed as soon as the database lets it. */
    void unsettled(String topic, Collection<String> recordIds) {
        recordIds.stream().map(id -> new Place(topic, id)).filter(sent::containsKey).forEach(owned::add);
    }

    private void look() {
        try {
            topics().forEach(this::extend);
            topics().forEach(this::makeGood);
        } catch (RuntimeException e) {
            LOG.warn("claims of what Kafka has not answered are neither extended nor settled now; after {} another hub may send it: {}", lease, e.getMessage());
        }
    }

    private List<String> topics() {
        return owned.stream().map(Place::topic).distinct().toList();
    }

    private void extend(String topic) {
        var open = those(topic, answer -> !answer.isDone());
        transactions.inTransaction(() -> published.extend(topic, open, hub, lease));
    }

    /** Claims for good what was acknowledged. What a worker has in hand just now is the worker's to settle. */
    private void makeGood(String topic) {
        var answered = those(topic, Future::isDone);
        var acknowledged = answered.stream().filter(id -> isAcknowledged(answer(topic, id))).toList();
        var done = transactions.inTransaction(() -> {
            published.claim(topic, acknowledged, hub);
            return published.published(topic, acknowledged);
        });
        answered.stream().filter(id -> done.contains(id) || !acknowledged.contains(id)).forEach(id -> settled(topic, id));
    }

    /** Records of the topic that are this hub's, by their answers. */
    private List<String> those(String topic, Predicate<Future<RecordMetadata>> which) {
        return owned.stream().filter(place -> place.topic().equals(topic) && which.test(sent.getOrDefault(place, NOT_SENT))).map(Place::recordId).toList();
    }

    private static boolean isAcknowledged(Future<RecordMetadata> answer) {
        try {
            return answer != null && answer.get() != null;
        } catch (Exception refused) {
            return false;
        }
    }

    /** The producer has ended, and with it everything is answered: what was not acknowledged is anybody's. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            var byTopic = owned.stream().collect(Collectors.groupingBy(Place::topic, Collectors.mapping(Place::recordId, Collectors.toList())));
            look();
            transactions.inTransaction(() -> byTopic.forEach((topic, ids) -> published.disown(topic, ids, hub)));
        } catch (RuntimeException e) {
            LOG.warn("what Kafka has not answered stays this hub's until its lease is over: {}", e.getMessage());
        }
    }
}
