package bench.bare.registration;

import bench.bare.AwardProgram;
import bench.bare.BearerTokens;
import bench.bare.Queue;
import hub.events.AwsAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisPooled;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Presale registration written by hand on the bare clients: eligibility and entry over REST, and the replication of entries from the table's stream over SQS to
 * entry service and user service, with batches and workers as the hub has them; and the selection of winners. One process reads the stream and takes selections, one
 * after the other; it has no lease, no sweep of rows left behind, sends no message again that a queue has lost, and is not told of campaigns that change.
 */
public final class RegistrationProgram {

    private static final int WORKERS = 4;
    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource database;
    private final DemandTable table;
    private final SqsClient sqs = address("SQS").client(SqsClient.builder(), PATIENCE);
    private final Executor side = Executors.newCachedThreadPool();
    private final Partner entries = partner("entry");
    private final Partner users = partner("user");
    private final Campaigns campaigns = new Campaigns(redis(), AwardProgram.setting("PARTNERS") + "/campaign");

    private RegistrationProgram(DataSource database, DemandTable table) {
        this.database = database;
        this.table = table;
    }

    public static void main(String[] arguments) throws Exception {
        var table = new DemandTable(address("DYNAMODB").client(DynamoDbClient.builder(), PATIENCE));
        table.createAbsent();
        var program = new RegistrationProgram(AwardProgram.database(AwardProgram.setting("JDBC_URL"), "registration.sql"), table);
        var selections = new SelectionRows(program.database);
        program.follow(program.replicate(), program.feed(), program.select(selections));
        program.serve(new SelectionDesk(partner("campaign"), selections));
    }

    /** @return where changes of entries go */
    private Letters replicate() {
        var saveQueue = new Queue(sqs, "bare-saveEntriesQueue");
        var userQueue = new Queue(sqs, "bare-userInfoQueue");
        for (int worker = 0; worker < WORKERS; worker++) {
            new Thread(new EntryWorker(saveQueue, database, side, table, entries, letters(userQueue)), "entries-" + worker).start();
            new Thread(new ProfileWorker(userQueue, database, side, users), "profiles-" + worker).start();
        }
        return letters(saveQueue);
    }

    /** @return where changes of entries go that concern the data pipeline */
    private Letters feed() {
        var feedQueue = new Queue(sqs, "bare-entryChangesQueue");
        var pipeline = letters(new Queue(sqs, "bare-dataQueue"));
        for (int worker = 0; worker < WORKERS; worker++) {
            new Thread(new FeedWorker(feedQueue, database, side, campaigns, pipeline), "feed-" + worker).start();
        }
        return letters(feedQueue);
    }

    /** @return where codes go that are somebody's */
    private Letters select(SelectionRows selections) {
        var verdictQueue = new Queue(sqs, "bare-saveSelectionQueue");
        var reportQueue = new Queue(sqs, "bare-verdictReporterQueue");
        var codeQueue = new Queue(sqs, "bare-assignedCodesQueue");
        var codes = partner("code");
        var stats = partner("stats");
        for (int worker = 0; worker < WORKERS; worker++) {
            new Thread(new VerdictWorker(verdictQueue, database, side, table, entries, letters(reportQueue), letters(codeQueue)), "verdicts-" + worker).start();
        }
        new Thread(new VerdictCounter(reportQueue, database, side, selections, stats), "counts").start();
        new Thread(new CodeWorker(codeQueue, database, side, selections, codes), "codes").start();
        new Thread(new SelectionRunner(selections, entries, codes, stats, letters(verdictQueue)), "selections").start();
        return letters(codeQueue);
    }

    private void follow(Letters saves, Letters feeds, Letters codes) {
        new Thread(new ChangeReader(address("DYNAMODB").client(DynamoDbStreamsClient.builder(), PATIENCE), database, saves, feeds, codes), "changes").start();
    }

    private void serve(SelectionDesk desk) throws Exception {
        var judge = new Judge(new Fields(Path.of("mappings/registration/postal-codes.yaml")), table, users);
        new RegistrationServer(new BearerTokens(URI.create(AwardProgram.setting("JWKS")).toURL()), campaigns, judge, table, desk).listen(Integer.parseInt(AwardProgram.setting("PORT")));
    }

    private Letters letters(Queue queue) {
        return new Letters(sqs, queue, side);
    }

    private static Partner partner(String name) {
        return new Partner(AwardProgram.setting("PARTNERS") + "/" + name);
    }

    private static JedisPooled redis() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS / 2);
        pool.setMaxIdle(CONNECTIONS / 2);
        return new JedisPooled(pool, URI.create(AwardProgram.setting("REDIS")));
    }

    private static AwsAddress address(String setting) {
        return new AwsAddress(AwardProgram.setting(setting), "us-east-1", "sandbox", "sandbox", CONNECTIONS);
    }
}
