package hub.events;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Where a server that speaks Amazon's protocols is, and who asks.
 *
 * @param endpoint    empty for Amazon's own of the region, with the credentials of its usual chain; else these
 * @param connections most connections at once
 */
public record AwsAddress(String endpoint, String region, String accessKey, String secretKey, int connections) {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** A connection that the server closed meanwhile is worth another one; what is away is waited for elsewhere. */
    private static final int ATTEMPTS = 2;

    /** A client with its own pool of connections, which connects when first used. @param answer how long an answer may take */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, Duration answer) {
        builder.region(Region.of(region)).overrideConfiguration(client -> client.retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(connections).connectionTimeout(CONNECT).connectionAcquisitionTimeout(answer)
                        .socketTimeout(answer).tcpKeepAlive(true));
        if (endpoint.isEmpty()) {
            builder.credentialsProvider(DefaultCredentialsProvider.builder().build());
        } else {
            builder.endpointOverride(URI.create(endpoint)).credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
        }
        return builder.build();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return endpoint.isEmpty() ? region : endpoint;
    }
}
