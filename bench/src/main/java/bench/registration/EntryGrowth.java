package bench.registration;

import bench.Figures;
import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether replication slows down with the number of entries: two sandboxes with a hub each, one with few entries in its table and entry service, and one with
 * many. Both take turns, so that whatever else the machine does hits them alike.
 */
public final class EntryGrowth {

    private static final int SMALL = 10_000;
    private static final int CALL = 25;
    private static final String CAMPAIGN = "last-year";
    private final Path home;
    private final Options options;

    public EntryGrowth(Path home, Options options) {
        this.home = home;
        this.options = options;
    }

    private record Side(ReplicationRun run, List<ReplicationRun.Round> rounds) { }

    /** Fills the sandboxes, starts the hubs, measures them and ends them. */
    public ObjectNode run() throws Exception {
        var closing = new ArrayDeque<AutoCloseable>();
        try {
            var few = filled(SMALL);
            var many = filled(options.growthEntries());
            var small = open("small", SMALL, few, closing);
            var large = open("large", options.growthEntries(), many, closing);
            for (var side : List.of(small, large)) {
                options.progress("entries: warming up with " + side.run.name());
                side.run.warmUp();
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (var side : round % 2 == 1 ? List.of(small, large) : List.of(large, small)) {
                    side.rounds.add(side.run.round(round));
                }
            }
            return report(small.rounds, large.rounds);
        } finally {
            while (!closing.isEmpty()) {
                closing.pop().close();
            }
        }
    }

    private Side open(String name, int count, Path filled, Deque<AutoCloseable> closing) throws Exception {
        var stage = Stage.open(home, "stage-" + name, options.data(), filled);
        closing.push(stage);
        try (var table = EntryTable.of(Contestants.HUB, stage.dynamoDb())) {
            table.open();
        }
        var fans = new Fans(stage, options.entries());
        var hub = RegistrationContestant.hub(new Contestants(stage, options)).named(count + " entries");
        hub.program().process().start();
        closing.push(hub.program().process());
        var run = new ReplicationRun(stage, hub, fans, options);
        closing.push(run);
        return new Side(run, new ArrayList<>());
    }

    /** Data with so many entries. */
    private Path filled(int count) throws IOException {
        return Stage.filled(home, options.data(), "entries-" + count, stage -> {
            options.progress("entries: filling table and entry service with " + count + " entries");
            fill(stage, count);
        });
    }

    private static void fill(Stage stage, int count) {
        var version = Instant.now().minus(Duration.ofDays(365)).truncatedTo(ChronoUnit.MILLIS).toString();
        try (var table = EntryTable.of(Contestants.HUB, stage.dynamoDb())) {
            table.fill(Map.of(CAMPAIGN, count), version);
        }
        IntStream.range(0, count / CALL).parallel().forEach(part -> {
            var body = Json.MAPPER.createObjectNode();
            var items = body.putArray("items");
            for (int number = part * CALL; number < (part + 1) * CALL; number++) {
                items.addObject().put("globalUserId", Fans.id(number)).put("version", version).set("entry", Fans.normal(number));
            }
            stage.call("POST", "/partners/entry/" + CAMPAIGN + "/entries", body);
        });
    }

    private ObjectNode report(List<ReplicationRun.Round> small, List<ReplicationRun.Round> large) {
        var report = Json.MAPPER.createObjectNode().put("smallEntries", SMALL).put("largeEntries", options.growthEntries()).put("entries", options.entries())
                .put("steadyRate", options.entryRate()).put("rounds", options.rounds());
        var figures = report.putArray("figures");
        add(figures.addObject().put("figure", "replicated/s"), small, large, ReplicationRun.Round::perSecond);
        add(figures.addObject().put("figure", "CPU ms/entry"), small, large, ReplicationRun.Round::cpuPerEntry);
        add(figures.addObject().put("figure", "of the sandbox"), small, large, ReplicationRun.Round::sandboxCpuPerEntry);
        add(figures.addObject().put("figure", "sent-held p50 (ms)"), small, large, ReplicationRun.Round::p50);
        add(figures.addObject().put("figure", "sent-held p99 (ms)"), small, large, ReplicationRun.Round::p99);
        add(figures.addObject().put("figure", "PUT p99 (ms)"), small, large, ReplicationRun.Round::putP99);
        report.putObject("roundsOf").putPOJO("small", small).putPOJO("large", large);
        return report;
    }

    private static void add(ObjectNode figure, List<ReplicationRun.Round> small, List<ReplicationRun.Round> large, ToDoubleFunction<ReplicationRun.Round> value) {
        double little = Figures.median(small.stream().map(value::applyAsDouble).toList());
        double much = Figures.median(large.stream().map(value::applyAsDouble).toList());
        figure.put("small", little).put("large", much).put("ratio", much / little);
    }
}
