package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;

import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A flood of events that one subscriber cannot apply, among others that it can. Each of the flood has its row in the end, the on-call one incident, and those that are well are
 * hardly later than without it. Their latency is from the record in the log to the effect.
 *
 * <pre>acceptance/poison-flood --poison 10000 --seconds 60</pre>
 */
final class PoisonFlood {

    private static final String SUBSCRIBER = "flooded";
    private static final int HEALTHY_A_SECOND = 50;
    private static final int SUBJECTS = 100;
    private static final int WARM_UP_SECONDS = 20;
    private static final int WRITERS = 4;
    private final int poison;
    private final int seconds;

    /** @param seconds in which the poison comes, and as long a time without any before it */
    PoisonFlood(int poison, int seconds) {
        this.poison = poison;
        this.seconds = seconds;
    }

    /** What came of it. @param quiet 99th percentile of the latency of healthy events before the flood, milliseconds @param flooded while it came */
    record Outcome(long rows, int incidents, long healthy, long healthyApplied, double quiet, double flooded) {
        double ratio() {
            return flooded / quiet;
        }
    }

    Outcome play() {
        try (var world = World.sandboxOnly()) {
            world.startHub(Map.of(), PoisonFlood::subscribe);
            var database = new Database(world);
            try (var healthy = new Traffic(world); var flood = new Traffic(world)) {
                var warming = pour(flood, "warm", WARM_UP_SECONDS, WARM_UP_SECONDS * poison / seconds);   // who writes is to be warm, too
                within(WARM_UP_SECONDS, WARM_UP_SECONDS * HEALTHY_A_SECOND, n -> healthy.write("warm-" + n % SUBJECTS, Traffic.TYPE));
                warming.forEach(CompletableFuture::join);
                within(seconds, seconds * HEALTHY_A_SECOND, n -> healthy.write("quiet-" + n % SUBJECTS, Traffic.TYPE));
                var poisoning = pour(flood, "poison", seconds, poison);
                within(seconds, seconds * HEALTHY_A_SECOND, n -> healthy.write("healthy-" + n % SUBJECTS, Traffic.TYPE));
                poisoning.forEach(CompletableFuture::join);
            }
            eventually().atMost(Duration.ofMinutes(5)).until(() -> rows(database) == poison && applied(database) == (long) seconds * HEALTHY_A_SECOND);
            eventually().atMost(Duration.ofMinutes(5)).until(() -> database.count("select count(*) from hub.failure where status <> 'HELD'") == 0);
            eventually().until(() -> !incidents(world).isEmpty());
            return new Outcome(rows(database), incidents(world).size(), (long) seconds * HEALTHY_A_SECOND, applied(database), p99(database, "quiet-"), p99(database, "healthy-"));
        }
    }

    private static void subscribe(Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/faults"));
        Files.writeString(home.resolve("routes/faults/flooded.camel.yaml"), """
                - route:
                    id: flooded
                    description: Cannot apply what is poison.
                    from:
                      uri: kamelet:event-subscription
                      parameters: {subscriber: flooded, types: stickers.stickerUpdated.v1}
                      steps:
                        - filter:
                            simple: "${header.subject} starts with 'poison-'"
                            steps:
                              - throwException:
                                  id: refuse-poison
                                  exceptionType: java.lang.IllegalStateException
                                  message: poison
                """);
    }

    /** Writes so many events, each of a subject of its own, within so many seconds. */
    private static List<CompletableFuture<Void>> pour(Traffic traffic, String prefix, int seconds, int events) {
        return IntStream.range(0, WRITERS).mapToObj(writer -> CompletableFuture.runAsync(() ->
                within(seconds, events / WRITERS, n -> traffic.write(prefix + "-" + writer + "-" + n, Traffic.TYPE)))).toList();
    }

    /** Does this so many times, spread evenly over so many seconds. */
    private static void within(int seconds, int times, IntConsumer act) {
        long begun = System.nanoTime();
        for (int n = 0; n < times; n++) {
            long due = begun + n * seconds * 1_000_000_000L / times;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            act.accept(n);
        }
    }

    private static long rows(Database database) {
        return database.count("select count(*) from hub.failure where subscriber = ?", SUBSCRIBER);
    }

    private static long applied(Database database) {
        return database.count("select count(*) from hub.delivery d join hub.event_log e using (position) where d.subscriber = ? and d.outcome = 'applied' and starts_with(e.subject, 'healthy-')", SUBSCRIBER);
    }

    private static double p99(Database database, String prefix) {
        return database.sql("""
                select percentile_disc(0.99) within group (order by 1000 * extract(epoch from d.at - e.recorded_at)) from hub.delivery d join hub.event_log e using (position)
                 where d.subscriber = ? and starts_with(e.subject, ?)""", SUBSCRIBER, prefix).query(Double.class).single();
    }

    private static List<String> incidents(World world) {
        var keys = new ArrayList<String>();
        StreamSupport.stream(Http.get(world.sandboxUrl() + "/partners/paging/incidents").json().spliterator(), false).map(incident -> incident.path("key").asText()).forEach(keys::add);
        return keys;
    }
}
