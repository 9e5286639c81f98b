package hub.acceptance;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Another system's hands and eyes on DynamoDB. */
public final class DynamoDb implements AutoCloseable {

    private static final StreamSpecification STREAM = StreamSpecification.builder().streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES).build();
    private final DynamoDbClient client;

    public DynamoDb(World world) {
        client = DynamoDbClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("DYNAMODB_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).build();
    }

    /** Creates a table with the key {@code PK} and a stream. */
    public void create(String table) {
        client.createTable(request -> request.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST).streamSpecification(STREAM)
                .keySchema(KeySchemaElement.builder().attributeName("PK").keyType(KeyType.HASH).build())
                .attributeDefinitions(AttributeDefinition.builder().attributeName("PK").attributeType(ScalarAttributeType.S).build()));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    public void drop(String table) {
        client.deleteTable(request -> request.tableName(table));
        client.waiter().waitUntilTableNotExists(request -> request.tableName(table));
    }

    /** Switches the table's stream off, which ends it, and on again, which makes a new one. */
    public void renewStream(String table) {
        client.updateTable(request -> request.tableName(table).streamSpecification(off -> off.streamEnabled(false)));
        client.updateTable(request -> request.tableName(table).streamSpecification(STREAM));
    }

    public void put(String table, String key, int version) {
        client.putItem(request -> request.tableName(table).item(Map.of("PK", AttributeValue.fromS(key), "version", AttributeValue.fromN(String.valueOf(version)))));
    }

    public void delete(String table, String key) {
        client.deleteItem(request -> request.tableName(table).key(Map.of("PK", AttributeValue.fromS(key))));
    }

    @Override
    public void close() {
        client.close();
    }
}
