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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The selection of winners: verdicts a second, and how time, processor time and memory grow with the number of fans. The contestants take turns, each with a sandbox of
 * its own; selections grow in the same processes, so that the most memory that one has had is that of its largest selection so far.
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
        var closing = new ArrayDeque<AutoCloseable>();
        try {
            var runs = new ArrayList<SelectionRun>();
            for (var name : RegistrationContestant.NAMES) {
                if (options.takes(name)) {
                    options.progress("selection: starting " + name);
                    var stage = open(name, Stream.concat(Stream.of(trial), sizes.stream()).toList());
                    closing.push(stage);
                    var contestant = RegistrationContestant.of(name, new Contestants(stage, options));
                    contestant.program().process().start();
                    closing.push(contestant.program().process());
                    runs.add(new SelectionRun(stage, contestant, options));
                }
            }
            return measure(runs);
        } finally {
            while (!closing.isEmpty()) {
                closing.pop().close();
            }
        }
    }

    private ObjectNode measure(List<SelectionRun> runs) throws Exception {
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
        var findings = new ArrayList<String>();
        for (var name : RegistrationContestant.NAMES) {
            if (options.takes(name)) {
                try (var stage = open(name, List.of(trial))) {
                    var contestants = new Contestants(stage, options);
                    findings.addAll(contestants.check(List.of(RegistrationContestant.of(name, contestants)), RegistrationContestant::program, contestant -> check(stage, contestant)));
                }
            }
        }
        return findings;
    }

    private List<String> check(Stage stage, RegistrationContestant contestant) {
        var run = new SelectionRun(stage, contestant, options);
        var draw = run.draw(trial, 1);
        run.kill(draw, KILLS);
        var differences = run.outcome(draw).differences(draw.outcome());
        options.progress("check: %s: %d fans, %d kills, %d verdicts, %d codes: %s".formatted(contestant.name(), draw.fans(), KILLS, draw.verdicts(), draw.winners(),
                differences.isEmpty() ? "all as expected" : differences));
        return differences.stream().map(difference -> contestant.name() + ": " + difference).toList();
    }

    /** A sandbox with all that a contestant will select. */
    private Stage open(String contestant, List<SelectionSize> sizes) throws IOException {
        var name = sizes.stream().map(SelectionSize::toString).collect(Collectors.joining("-", "selections-" + contestant + "-", ""));
        var kept = Stage.filled(home, options.data(), name, stage -> fill(stage, contestant, sizes));
        var stage = Stage.open(home, "stage-selection-" + contestant, options.data(), kept);
        try (var table = EntryTable.of(contestant, stage.dynamoDb())) {
            table.open();
        }
        return stage;
    }

    private void fill(Stage stage, String contestant, List<SelectionSize> sizes) {
        var draws = sizes.stream().flatMap(size -> size.draws(contestant)).toList();
        var fans = new HashMap<String, Integer>();
        draws.forEach(draw -> fans.put(draw.campaign(), draw.fans()));
        options.progress("selection: filling the table of " + contestant + " with " + fans);
        try (var table = EntryTable.of(contestant, stage.dynamoDb())) {
            table.fill(fans, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        options.progress("selection: filling entry service and code service for " + contestant);
        draws.forEach(draw -> draw.store(stage));
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
