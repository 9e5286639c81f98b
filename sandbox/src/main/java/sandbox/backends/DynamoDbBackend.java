package sandbox.backends;

import com.almworks.sqlite4java.SQLiteConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/** DynamoDB Local, with streams; tables and streams are kept in an SQLite file, the same for all credentials and regions. */
public final class DynamoDbBackend implements Backend {

    private static final String ANY_CREDENTIALS = "sandbox";
    private static final String ANY_REGION = "us-east-1";
    private static final String FILE = "shared-local-instance.db";

    /** It tells of each connection. Held, for a logger that nobody holds forgets its level. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    static {
        SQLITE.setLevel(Level.WARNING);
    }

    private LocalDynamoDBRequestHandler database;
    private Server server;

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public String portVariable() {
        return "DYNAMODB_PORT";
    }

    @Override
    public int defaultPort() {
        return 8000;
    }

    @Override
    public String address(int publicPort) {
        return "http://127.0.0.1:" + publicPort;
    }

    /** The library's own server would listen on every interface and load its telemetry. */
    @Override
    public void start(Site site) throws Exception {
        boolean inMemory = false;
        boolean shared = true;
        boolean slowStatuses = false;
        keepNewestChange(site.data().resolve(FILE));
        database = new LocalDynamoDBRequestHandler(0, inMemory, site.data().toString(), shared, slowStatuses);
        createAbsent(Tables.read(site.brokerConfig().resolve("dynamodb/tables.yaml")));
        server = new Server(LoopbackPort.address(site.port()));
        server.setHandler(new LocalDynamoDBServerHandler(database, null));
        server.start();
    }

    /**
     * DynamoDB Local numbers changes on from the newest that it has, and at its start forgets those that are a day old. Were all of them, it would begin at 1 again, before
     * the place of every consumer, who would see nothing new: so the newest is kept for another day.
     */
    private static void keepNewestChange(Path file) throws Exception {
        if (Files.exists(file)) {
            SQLiteLibraryLoader.initialize();
            var tables = new SQLiteConnection(file.toFile());
            try {
                tables.open(false).exec("update us set CreationDateTime = " + System.currentTimeMillis() + " where SequenceNumber = (select max(SequenceNumber) from us)");
            } finally {
                tables.dispose();
            }
        }
    }

    private void createAbsent(Tables tables) {
        var present = new HashSet<>(database.listTables(ANY_CREDENTIALS, ANY_REGION, ListTablesRequest.builder().build()).tableNames());
        tables.tables().stream().filter(table -> !present.contains(table.name()))
                .forEach(table -> database.createTable(ANY_CREDENTIALS, ANY_REGION, table.toCreate()));
    }

    @Override
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
        if (database != null) {
            database.shutdown();
        }
    }
}
