package bench.bare.registration;

import bench.bare.AwardProgram;
import bench.bare.BearerTokens;
import bench.bare.Queue;
import hub.events.AwsAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisPooled;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Presale registration written by hand on the bare clients: eligibility and entry over REST, and the replication of entries from the table's stream over SQS to
 * entry service and user service, with batches and workers as the hub has them. One process reads the stream; it has no lease, no sweep of rows left behind,
 * and is not told of campaigns that change.
 */
public final class RegistrationProgram {

    private static final int WORKERS = 4;
    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RegistrationProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        var database = AwardProgram.database(AwardProgram.setting("JDBC_URL"), "registration.sql");
        var dynamoDb = address("DYNAMODB");
        var sqs = address("SQS").client(SqsClient.builder(), PATIENCE);
        var table = new DemandTable(dynamoDb.client(DynamoDbClient.builder(), PATIENCE));
        table.createAbsent();
        var partners = AwardProgram.setting("PARTNERS");
        var campaigns = new Campaigns(redis(), partners + "/campaign");
        var users = new Partner(partners + "/user");
        var entries = new Partner(partners + "/entry");
        var side = Executors.newCachedThreadPool();
        var saveQueue = new Queue(sqs, "bare-saveEntriesQueue");
        var feedQueue = new Queue(sqs, "bare-entryChangesQueue");
        var userQueue = new Queue(sqs, "bare-userInfoQueue");
        var profiles = new Letters(sqs, userQueue, side);
        var pipeline = new Letters(sqs, new Queue(sqs, "bare-dataQueue"), side);
        for (int worker = 0; worker < WORKERS; worker++) {
            new Thread(new EntryWorker(saveQueue, database, side, table, entries, profiles), "entries-" + worker).start();
            new Thread(new ProfileWorker(userQueue, database, side, users), "profiles-" + worker).start();
            new Thread(new FeedWorker(feedQueue, database, side, campaigns, pipeline), "feed-" + worker).start();
        }
        var streams = dynamoDb.client(DynamoDbStreamsClient.builder(), PATIENCE);
        new Thread(new ChangeReader(streams, database, new Letters(sqs, saveQueue, side), new Letters(sqs, feedQueue, side)), "changes").start();
        var judge = new Judge(new Fields(Path.of("mappings/registration/postal-codes.yaml")), table, users);
        new RegistrationServer(new BearerTokens(URI.create(AwardProgram.setting("JWKS")).toURL()), campaigns, judge, table).listen(Integer.parseInt(AwardProgram.setting("PORT")));
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
