package hub.acceptance.queues;

import static java.util.concurrent.TimeUnit.SECONDS;

import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Sqs;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A world with two queues of its own: {@code desk}, worked off in batches, and {@code counter}, message by message. Messages say what is to be done with them. */
final class Office implements AutoCloseable {

    static final String DESK = "desk";
    static final String COUNTER = "counter";
    /** Visibility of both workers, in seconds. */
    static final int VISIBILITY = 3;
    /** After so many receives SQS gives a message up. */
    static final int RECEIVES = 3;

    final World world = World.sandboxOnly();
    final Sqs sqs = new Sqs(world);
    final Database database = new Database(world);

    Office() {
        for (var queue : List.of(DESK, COUNTER)) {
            sqs.create(queue, RECEIVES);
        }
        database.sql("create schema desk").update();
        database.sql("create table desk.worked (message text, queue text, body text, received int, context text, at timestamptz default clock_timestamp())").update();
    }

    Hub startHub() {
        var hub = launchHub();
        hub.awaitReady();
        return hub;
    }

    Hub launchHub() {
        return world.launchHub(Map.of("hub.sqs.backoff", "1s", "hub.sqs.max-backoff", "1s", "hub.sqs.dead-letters", "desk-dlq,counter-dlq"), Office::addRoutes);
    }

    private static void addRoutes(Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/office"));
        Files.writeString(home.resolve("routes/office/work-at-desk.camel.yaml"), """
                - beans:
                    - name: desk
                      type: "#class:hub.acceptance.queues.Desk"
                      constructors:
                        "0": "#bean:transactions"
                - route:
                    id: work-at-desk
                    description: Does what the messages of a batch say.
                    from:
                      uri: kamelet:sqs-worker
                      parameters: {queue: desk, mode: batch, batch: "25", concurrency: "3", visibility: 3s}
                      steps:
                        - bean:
                            id: work-on-batch
                            ref: desk
                            method: work
                - route:
                    id: work-at-counter
                    description: Does what each message says.
                    from:
                      uri: kamelet:sqs-worker
                      parameters: {queue: counter, visibility: 3s}
                      steps:
                        - bean:
                            id: work-on-message
                            ref: desk
                            method: record
                """);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(60, SECONDS).pollInterval(java.time.Duration.ofMillis(50)).ignoreExceptions();
    }

    /** How often a message of this text was worked on. */
    long worked(String body) {
        return database.count("select count(*) from desk.worked where body = ?", body);
    }

    List<String> failures(String queue, String messageId) {
        return database.sql("select status || ' ' || code from hub.failure where subscriber = ? and event_id = ? order by created_at", "queue:" + queue, messageId).query(String.class).list();
    }

    void retry(Hub hub, String messageId) {
        var id = database.sql("select id::text from hub.failure where event_id = ? and status = 'HELD'", messageId).query(String.class).single();
        var answer = Http.post(hub.opsUrl() + "/ops/failures/" + id + "/retry", "{}", "Authorization", "Bearer " + world.token("op", "operator"));
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    /** The value of a metric's series with all these labels, 0 where there is none. */
    static double metric(Hub hub, String name, String... labels) {
        return Http.get(hub.opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith(name + "{") && List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    @Override
    public void close() {
        world.close();
        sqs.close();
    }
}
