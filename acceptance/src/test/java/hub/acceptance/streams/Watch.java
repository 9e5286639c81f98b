package hub.acceptance.streams;

import static java.util.concurrent.TimeUnit.SECONDS;

import hub.acceptance.Database;
import hub.acceptance.DynamoDb;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A world with a table {@code orders}, whose changes the hubs write down. */
final class Watch implements AutoCloseable {

    static final String TABLE = "orders";

    final World world = World.sandboxOnly();
    final DynamoDb dynamo = new DynamoDb(world);
    final Database database = new Database(world);

    Watch() {
        dynamo.create(TABLE);
    }

    Hub startHub() {
        var hub = launchHub();
        hub.awaitReady();
        return hub;
    }

    /** Starts a hub without waiting. */
    Hub launchHub() {
        return world.launchHub(Map.of("hub.dynamodb.max-backoff", "1s", "hub.sqs.wait-time", "1s"), Watch::addRoute);
    }

    private static void addRoute(Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/watch"));
        Files.writeString(home.resolve("routes/watch/follow-orders.camel.yaml"), """
                - beans:
                    - name: follower
                      type: "#class:hub.acceptance.streams.Follower"
                - route:
                    id: follow-orders
                    description: Writes down the changes of orders.
                    from:
                      uri: kamelet:table-changes
                      parameters: {table: orders, consumer: follow-orders, batch: "25"}
                      steps:
                        - bean:
                            id: write-down
                            ref: follower
                            method: follow
                """);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }

    void put(String key, int from, int to) {
        for (int version = from; version <= to; version++) {
            dynamo.put(TABLE, key, version);
        }
    }

    /** What was written down of an item, in that order, by any hub: {@code <type> <old version> <new version>}. */
    List<String> changes(String key) {
        return lines().map(line -> line.split(" ")).filter(words -> words[2].equals(key)).map(words -> words[1] + " " + words[3] + " " + words[4]).toList();
    }

    /** The new versions of an item that were written down. */
    List<Integer> versions(String key) {
        return changes(key).stream().map(change -> change.substring(change.lastIndexOf(' ') + 1)).map(Integer::valueOf).toList();
    }

    /** Whether a slow item is, or was, in a hub's hand. */
    boolean isBegun(String key) {
        return Files.exists(world.data().resolve(key));
    }

    /** Process ids of those who wrote down an item. */
    List<Long> writers(String key) {
        return lines().map(line -> line.split(" ")).filter(words -> words[2].equals(key)).map(words -> Long.valueOf(words[0])).distinct().toList();
    }

    private Stream<String> lines() {
        try {
            var file = world.data().resolve("followed");
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes batches with this item fail; null for none. */
    void broken(String key) {
        try {
            if (key == null) {
                Files.deleteIfExists(world.data().resolve("broken"));
            } else {
                Files.writeString(world.data().resolve("broken"), key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a metric of this consumer. */
    static double metric(Hub hub, String name) {
        return Http.get(hub.opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith(name + "{") && line.contains("consumer=\"follow-orders\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst().orElseThrow();
    }

    /** What health says of DynamoDB: its status, and why. */
    static String health(Hub hub) {
        for (var check : Http.get(hub.opsUrl() + "/observe/health/ready").json().path("checks")) {
            if (check.path("name").asText().equals("dynamodb")) {
                return check.path("status").asText() + " " + check.path("detail").asText();
            }
        }
        throw new IllegalStateException("health does not speak of DynamoDB");
    }

    @Override
    public void close() {
        world.close();
        dynamo.close();
    }
}
