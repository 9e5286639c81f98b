package bench.registration;

import bench.Figures;
import bench.Options;
import bench.registration.SelectionRun.Round;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The selection of winners: verdicts a second, and how time, processor time and memory grow with the number of fans. The contestants take turns; selections grow in
 * the same processes, so that the most memory that one has had is that of its largest selection so far.
 */
public final class SelectionMeasure {

    private static final int KILLS = 3;
    private final Path home;
    private final Options options;
    private final SelectionSize trial;
    private final List<SelectionSize> sizes;

    public SelectionMeasure(Path home, Options options) {
        this.home = home;
        this.options = options;
        this.trial = SelectionSize.trial(options);
        this.sizes = SelectionSize.of(options);
    }

    /** Fills tables and partners, starts the contestants, sees to it that both select the same, measures them and ends them. */
    public ObjectNode run() throws Exception {
        var closing = new ArrayList<AutoCloseable>();
        try (var stage = open(Stream.concat(Stream.of(trial), sizes.stream()).toList())) {
            try {
                return measure(stage, closing);
            } finally {
                for (var process : closing) {
                    process.close();
                }
            }
        }
    }

    private ObjectNode measure(Stage stage, List<AutoCloseable> closing) throws Exception {
        var contestants = new Contestants(stage, options);
        var runs = new ArrayList<SelectionRun>();
        for (var contestant : List.of(RegistrationContestant.hub(contestants), RegistrationContestant.bare(contestants))) {
            if (options.takes(contestant.name())) {
                options.progress("selection: starting " + contestant.name());
                contestant.program().process().start();
                closing.add(contestant.program().process());
                runs.add(new SelectionRun(stage, contestant, options));
            }
        }
        requireSameOutcomes(runs);
        var report = Json.MAPPER.createObjectNode();
        for (var size : sizes) {
            var rounds = new LinkedHashMap<SelectionRun, List<Round>>();
            for (int round = 1; round <= size.rounds(); round++) {
                for (var run : runs) {
                    rounds.computeIfAbsent(run, absent -> new ArrayList<>()).add(run.round(run.draw(size, round)));
                }
            }
            report(report.withArray("sizes").addObject(), size, rounds);
        }
        return report;
    }

    /**
     * Kills each contestant (SIGKILL) three times while it selects.
     *
     * @return what is wrong; empty when each has selected what is to be expected
     */
    public List<String> check() throws Exception {
        try (var stage = open(List.of(trial))) {
            var contestants = new Contestants(stage, options);
            return contestants.check(List.of(RegistrationContestant.hub(contestants), RegistrationContestant.bare(contestants)), RegistrationContestant::program, contestant -> {
                var run = new SelectionRun(stage, contestant, options);
                var draw = run.draw(trial, 1);
                run.kill(draw, KILLS);
                var differences = run.outcome(draw).differences(draw.outcome());
                options.progress("check: %s: %d fans, %d kills, %d verdicts, %d codes: %s".formatted(contestant.name(), draw.fans(), KILLS, draw.verdicts(), draw.winners(),
                        differences.isEmpty() ? "all as expected" : differences));
                return differences.stream().map(difference -> contestant.name() + ": " + difference).toList();
            });
        }
    }

    private Stage open(List<SelectionSize> all) throws IOException {
        var name = all.stream().map(SelectionSize::toString).collect(Collectors.joining("-", "selections-", ""));
        var opened = Stage.open(home, "stage-selection", options.data(), Stage.filled(home, options.data(), name, stage -> fill(stage, all)));
        try (var hub = new EntryTable(opened.dynamoDb(), "demand-table"); var bare = EntryTable.bare(opened.dynamoDb())) {
            hub.open();
            bare.open();
        }
        return opened;
    }

    private void fill(Stage stage, List<SelectionSize> all) {
        var version = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        try (var hub = new EntryTable(stage.dynamoDb(), "demand-table"); var bare = EntryTable.bare(stage.dynamoDb())) {
            for (var table : Map.of(Contestants.HUB, hub, Contestants.BARE, bare).entrySet()) {
                var draws = all.stream().flatMap(size -> size.draws(table.getKey())).toList();
                var fans = new HashMap<String, Integer>();
                draws.forEach(draw -> fans.put(draw.campaign(), draw.fans()));
                options.progress("selection: filling the table of " + table.getKey() + " with " + fans);
                table.getValue().fill(fans, version);
                options.progress("selection: filling entry service and code service for " + table.getKey());
                draws.forEach(draw -> draw.store(stage));
            }
        }
    }

    /** Each has to select what is to be expected, and so all the same. */
    private void requireSameOutcomes(List<SelectionRun> runs) {
        for (var run : runs) {
            var draw = run.draw(trial, 1);
            run.round(draw);
            var differences = run.outcome(draw).differences(draw.outcome());
            if (!differences.isEmpty()) {
                throw new IllegalStateException(run.name() + " has selected otherwise: " + differences);
            }
        }
    }

    private static void report(ObjectNode report, SelectionSize size, Map<SelectionRun, List<Round>> rounds) {
        report.put("fans", size.fans()).put("winners", new Draw("", size.fans()).winners()).put("rounds", size.rounds());
        var contestants = report.putArray("contestants");
        rounds.forEach((run, some) -> contestants.addObject().put("name", run.name()).put("seconds", median(some, Round::seconds)).put("verdictsPerSecond", median(some, Round::verdictsPerSecond))
                .put("cpuMillisPerVerdict", median(some, Round::cpuPerVerdict)).put("secondsToCodes", median(some, Round::secondsToCodes))
                .put("peakMiB", some.get(some.size() - 1).peakMiB()).set("rounds", Json.MAPPER.valueToTree(some)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
