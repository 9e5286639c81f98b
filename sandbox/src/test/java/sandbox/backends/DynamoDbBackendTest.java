package sandbox.backends;

import static org.assertj.core.api.Assertions.assertThat;

import com.almworks.sqlite4java.SQLiteConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class DynamoDbBackendTest {

    private static final String TABLE = "demand-table";
    private static final StaticCredentialsProvider ANYBODY = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    @TempDir
    Path data;
    private final DynamoDbBackend backend = new DynamoDbBackend();
    private URI address;
    private Site site;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        address = URI.create("http://127.0.0.1:" + port);
        site = new Site(data, Path.of("../broker-config"), data, port, port);
        backend.start(site);
    }

    @AfterEach
    void stop() throws Exception {
        backend.stop();
    }

    @Test
    void who_reads_changes_goes_on_where_it_was_when_everything_before_the_restart_is_days_old() throws Exception {
        put("one day");
        put("late that day");
        var place = lastOf(ShardIteratorType.TRIM_HORIZON, null).dynamodb().sequenceNumber();

        backend.stop();
        age();
        backend.start(site);
        put("days later");

        assertThat(lastOf(ShardIteratorType.AFTER_SEQUENCE_NUMBER, place).dynamodb().newImage()).containsEntry("SK", AttributeValue.fromS("days later"));
    }

    private void put(String value) {
        try (var client = DynamoDbClient.builder().endpointOverride(address).region(Region.US_EAST_1).credentialsProvider(ANYBODY).build()) {
            client.putItem(put -> put.tableName(TABLE).item(Map.of("PK", AttributeValue.fromS("a-reader"), "SK", AttributeValue.fromS(value))));
        }
    }

    private Record lastOf(ShardIteratorType type, String place) {
        try (var client = DynamoDbStreamsClient.builder().endpointOverride(address).region(Region.US_EAST_1).credentialsProvider(ANYBODY).build()) {
            var stream = client.listStreams(list -> list.tableName(TABLE)).streams().get(0).streamArn();
            var shard = client.describeStream(describe -> describe.streamArn(stream)).streamDescription().shards().get(0).shardId();
            var from = client.getShardIterator(get -> get.streamArn(stream).shardId(shard).shardIteratorType(type).sequenceNumber(place)).shardIterator();
            var changes = client.getRecords(get -> get.shardIterator(from)).records();
            assertThat(changes).isNotEmpty();
            return changes.get(changes.size() - 1);
        }
    }

    /** Makes every change as old as if nobody had started the sandbox for days. */
    private void age() throws Exception {
        var tables = new SQLiteConnection(data.resolve("shared-local-instance.db").toFile());
        try {
            tables.open(false).exec("update us set CreationDateTime = 1000");
        } finally {
            tables.dispose();
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
