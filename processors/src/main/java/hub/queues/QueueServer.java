package hub.queues;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The server of all queues: one client with one pool of connections for the whole hub. */
public final class QueueServer implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Above the longest wait of a receive, 20 s. */
    private static final Duration ANSWER = Duration.ofSeconds(25);
    /** A connection that the server closed meanwhile is worth another one; what is away is waited for elsewhere. */
    private static final int ATTEMPTS = 2;

    private final SqsClient sqs;
    private final Map<String, SqsQueue> queues = new ConcurrentHashMap<>();

    private QueueServer(SqsClient sqs) {
        this.sqs = sqs;
    }

    /**
     * Where the server is and who asks. Connects when first used.
     *
     * @param endpoint    empty for Amazon's own of the region, with the credentials of its usual chain; else these
     * @param connections most connections at once
     */
    public record Address(String endpoint, String region, String accessKey, String secretKey, int connections) {

        /** Without the secret. */
        @Override
        public String toString() {
            return endpoint.isEmpty() ? region : endpoint;
        }
    }

    public static QueueServer at(Address address) {
        var builder = SqsClient.builder().region(Region.of(address.region())).httpClientBuilder(ApacheHttpClient.builder().maxConnections(address.connections())
                .connectionTimeout(CONNECT).connectionAcquisitionTimeout(ANSWER).socketTimeout(ANSWER).tcpKeepAlive(true))
                .overrideConfiguration(client -> client.retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)));
        if (address.endpoint().isEmpty()) {
            builder.credentialsProvider(DefaultCredentialsProvider.builder().build());
        } else {
            builder.endpointOverride(URI.create(address.endpoint()))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(address.accessKey(), address.secretKey())));
        }
        return new QueueServer(builder.build());
    }

    /** For components that send. */
    public SqsClient client() {
        return sqs;
    }

    /** The address of a queue, asked for once. */
    public String url(String queue) {
        return queue(queue).url();
    }

    SqsQueue queue(String name) {
        return queues.computeIfAbsent(name, absent -> new SqsQueue(sqs, name));
    }

    @Override
    public void close() {
        sqs.close();
    }
}
