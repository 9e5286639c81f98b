package hub.streams;

import hub.events.AwsAddress;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The server of all tables and their streams: a client of each for the whole hub. */
public final class TableServer implements AutoCloseable {

    private final DynamoDbClient tables;
    private final DynamoDbStreamsClient streams;

    private TableServer(DynamoDbClient tables, DynamoDbStreamsClient streams) {
        this.tables = tables;
        this.streams = streams;
    }

    /** Connects when first used. @param answer how long an answer may take */
    public static TableServer at(AwsAddress address, Duration answer) {
        return new TableServer(address.client(DynamoDbClient.builder(), answer), address.client(DynamoDbStreamsClient.builder(), answer));
    }

    /** For beans and components that read and write items. */
    public DynamoDbClient client() {
        return tables;
    }

    TableStream stream(String table) {
        return new TableStream(streams, table);
    }

    @Override
    public void close() {
        streams.close();
        tables.close();
    }
}
