package bench.pipeline;

import bench.load.Queues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends made-up entities of all types to a queue, ten in a request. */
final class EntityLoad implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final List<String> TEMPLATES = List.of(
            "{\"type\":\"CAMPAIGN\",\"data\":{\"campaignId\":\"cmp-%1$d\",\"name\":\"World tour\",\"status\":\"ACTIVE\",\"locales\":[\"en-us\",\"es-us\"]}}",
            "{\"type\":\"EVENT_MAPPING\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-1\",\"eventId\":\"evt-%1$d\"}}",
            "{\"type\":\"MARKET\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-%1$d\",\"name\":\"Los Angeles\",\"capacity\":500,\"presale\":\"2026-11-09T18:30:00.000Z\"}}",
            "{\"type\":\"REGISTERED_MARKET\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-1\",\"globalUserId\":\"fan-%1$d\",\"updated\":\"2026-11-03T09:12:44.310Z\"}}",
            "{\"type\":\"REGISTRATION\",\"data\":{\"campaignId\":\"cmp-1\",\"globalUserId\":\"fan-%1$d\",\"marketIds\":[\"mkt-1\",\"mkt-2\"],\"updated\":\"2026-11-03T09:12:44.310Z\"}}");

    private final Queues queues;

    EntityLoad(String endpoint) {
        queues = new Queues(endpoint, SENDERS);
    }

    /** @param perSecond 0: as fast as the queue takes them. @return when each was due, by the id that the queue gave it */
    Map<String, Instant> send(String queue, int count, double perSecond) throws InterruptedException {
        var url = queues.url(queue);
        Map<String, Instant> sent = new ConcurrentHashMap<>();
        var next = new AtomicInteger();
        long begin = System.nanoTime();
        var senders = Executors.newFixedThreadPool(SENDERS);
        try {
            Callable<Void> work = () -> {
                for (int first = next.getAndAdd(Queues.TEN); first < count; first = next.getAndAdd(Queues.TEN)) {
                    long due = perSecond == 0 ? System.nanoTime() : begin + (long) (first * 1e9 / perSecond);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    var at = Instant.now().minusNanos(System.nanoTime() - due);
                    sendTen(url, first, count).forEach(id -> sent.put(id, at));
                }
                return null;
            };
            for (var done : senders.invokeAll(List.of(work, work, work, work))) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the queue did not take the entities", e);
        } finally {
            senders.shutdownNow();
        }
        return sent;
    }

    private List<String> sendTen(String url, int first, int count) {
        var entries = new ArrayList<SendMessageBatchRequestEntry>();
        for (int number = first; number < Math.min(count, first + Queues.TEN); number++) {
            entries.add(SendMessageBatchRequestEntry.builder().id("n" + number).messageBody(TEMPLATES.get(number % TEMPLATES.size()).formatted(number)).build());
        }
        return queues.send(url, entries);
    }

    /** Sends a published record to a queue once more, as the queue itself may deliver it. */
    void sendAgain(String queue, List<ConsumerRecord<String, String>> records) {
        var url = queues.url(queue);
        for (int from = 0; from < records.size(); from += Queues.TEN) {
            var entries = records.subList(from, Math.min(records.size(), from + Queues.TEN)).stream().map(record -> SendMessageBatchRequestEntry.builder()
                    .id(record.partition() + "-" + record.offset()).messageBody(record.value())
                    .messageAttributes(Map.of("type", header(record, "type"), "recordId", header(record, "recordId"))).build()).toList();
            queues.send(url, entries);
        }
    }

    private static MessageAttributeValue header(ConsumerRecord<String, String> record, String name) {
        return MessageAttributeValue.builder().dataType("String").stringValue(new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8)).build();
    }

    /** Whether nothing waits at the queue and nobody has a message of it in hand. */
    boolean isEmpty(String queue) {
        return queues.isEmpty(queue);
    }

    @Override
    public void close() {
        queues.close();
    }
}
