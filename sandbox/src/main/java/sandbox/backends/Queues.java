package sandbox.backends;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The queues of {@code broker-config/sqs/queues.yaml}, each with its dead-letter queue {@code <name>-dlq}. */
record Queues(int visibilityTimeoutSeconds, int maxReceiveCount, List<Queue> queues) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;
    private static final Pattern QUEUE_URL = Pattern.compile("<QueueUrl>[^<]*/([^</]+)</QueueUrl>");

    /** What stands in a queue's own entry goes before the file's defaults. */
    record Queue(String name, Integer visibilityTimeoutSeconds, Integer maxReceiveCount) {

        private String deadLetterQueue() {
            return name + "-dlq";
        }
    }

    static Queues read(Path file) throws IOException {
        return YamlFile.read(file, Queues.class);
    }

    /** The same in ElasticMQ's own terms. */
    Map<String, Object> toElasticMq() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Queue queue : queues) {
            int visibility = queue.visibilityTimeoutSeconds() == null ? visibilityTimeoutSeconds : queue.visibilityTimeoutSeconds();
            int receives = queue.maxReceiveCount() == null ? maxReceiveCount : queue.maxReceiveCount();
            all.put(queue.deadLetterQueue(), Map.of("defaultVisibilityTimeout", visibility + " seconds"));
            all.put(queue.name(), Map.of(
                    "defaultVisibilityTimeout", visibility + " seconds",
                    "deadLettersQueue", Map.of("name", queue.deadLetterQueue(), "maxReceiveCount", receives)));
        }
        return all;
    }

    /** Waits until all queues exist: the server answers before it has created them. */
    void awaitAt(String address) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        var list = HttpRequest.newBuilder(URI.create(address + "/?Action=ListQueues&MaxResults=1000")).GET().build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!toElasticMq().keySet().stream().allMatch(names(client, list)::contains)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the queues were not created within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static List<String> names(HttpClient client, HttpRequest list) throws IOException, InterruptedException {
        String urls = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
        return QUEUE_URL.matcher(urls).results().map(match -> match.group(1)).toList();
    }
}
