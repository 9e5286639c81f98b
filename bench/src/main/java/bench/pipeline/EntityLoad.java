package bench.pipeline;

import java.net.URI;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends made-up entities of all types to a queue, ten in a request. */
final class EntityLoad implements AutoCloseable {

    private static final int TEN = 10;
    private static final int SENDERS = 4;
    private static final List<String> TEMPLATES = List.of(
            "{\"type\":\"CAMPAIGN\",\"data\":{\"campaignId\":\"cmp-%1$d\",\"name\":\"World tour\",\"status\":\"ACTIVE\",\"locales\":[\"en-us\",\"es-us\"]}}",
            "{\"type\":\"EVENT_MAPPING\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-1\",\"eventId\":\"evt-%1$d\"}}",
            "{\"type\":\"MARKET\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-%1$d\",\"name\":\"Los Angeles\",\"capacity\":500,\"presale\":\"2026-11-09T18:30:00.000Z\"}}",
            "{\"type\":\"REGISTERED_MARKET\",\"data\":{\"campaignId\":\"cmp-1\",\"marketId\":\"mkt-1\",\"globalUserId\":\"fan-%1$d\",\"updated\":\"2026-11-03T09:12:44.310Z\"}}",
            "{\"type\":\"REGISTRATION\",\"data\":{\"campaignId\":\"cmp-1\",\"globalUserId\":\"fan-%1$d\",\"marketIds\":[\"mkt-1\",\"mkt-2\"],\"updated\":\"2026-11-03T09:12:44.310Z\"}}");

    private final SqsClient sqs;

    EntityLoad(String endpoint) {
        sqs = SqsClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(SENDERS)).build();
    }

    /** @param perSecond 0: as fast as the queue takes them. @return when each was due, by the id that the queue gave it */
    Map<String, Instant> send(String queue, int count, double perSecond) throws InterruptedException {
        var url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        Map<String, Instant> sent = new ConcurrentHashMap<>();
        var next = new AtomicInteger();
        long begin = System.nanoTime();
        var senders = Executors.newFixedThreadPool(SENDERS);
        try {
            Callable<Void> work = () -> {
                for (int first = next.getAndAdd(TEN); first < count; first = next.getAndAdd(TEN)) {
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
        for (int number = first; number < Math.min(count, first + TEN); number++) {
            entries.add(SendMessageBatchRequestEntry.builder().id("n" + number).messageBody(TEMPLATES.get(number % TEMPLATES.size()).formatted(number)).build());
        }
        var answer = sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
        if (!answer.failed().isEmpty()) {
            throw new IllegalStateException("the queue refused " + answer.failed());
        }
        return answer.successful().stream().map(one -> one.messageId()).toList();
    }

    @Override
    public void close() {
        sqs.close();
    }
}
