package bench.pipeline;

import bench.Figures;
import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** From dataQueue over the queue of each type to Kafka: how many entities a second, and how long one takes at a steady rate. The contestants take turns. */
public final class PipelineMeasure {

    private final Stage stage;
    private final Options options;

    public PipelineMeasure(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** One contestant in one round; times in milliseconds, from sent to claimed for Kafka. */
    private record Round(double perSecond, double cpuPerEntity, double p50, double p99, long residentMiB) { }

    private record Runner(PipelineContestant contestant, List<Round> rounds) {

        double median(ToDoubleFunction<Round> figure) {
            return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** Starts the contestants, measures them and ends them. */
    public ObjectNode run() throws Exception {
        var contestants = new Contestants(stage, options);
        var runners = new ArrayList<Runner>();
        var closing = new ArrayList<AutoCloseable>();
        try (var load = new EntityLoad(stage.sqs())) {
            for (var contestant : List.of(PipelineContestant.hub(contestants), PipelineContestant.bare(contestants), PipelineContestant.spring(contestants))) {
                if (options.takes(contestant.name())) {
                    options.progress("pipeline: starting " + contestant.name());
                    contestant.program().process().start();
                    closing.add(contestant.program().process());
                    runners.add(new Runner(contestant, new ArrayList<>()));
                }
            }
            for (var runner : runners) {
                options.progress("pipeline: warming up " + runner.contestant.name());
                warmUp(load, runner.contestant);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (var runner : runners) {
                    runner.rounds.add(round(load, runner.contestant, round));
                }
            }
        } finally {
            for (var process : closing) {
                process.close();
            }
        }
        return report(runners);
    }

    private void warmUp(EntityLoad load, PipelineContestant contestant) throws SQLException, InterruptedException {
        long from = System.nanoTime();
        while (System.nanoTime() - from < options.warmUp().toNanos()) {
            saturate(load, contestant, options.entities() / 10);
        }
    }

    private Round round(EntityLoad load, PipelineContestant contestant, int number) throws Exception {
        var process = contestant.program().process();
        var cpu = process.cpu();
        double perSecond = saturate(load, contestant, options.entities());
        double cpuPerEntity = process.cpu().minus(cpu).toNanos() / 1e6 / options.entities();
        var latency = steady(load, contestant);
        var round = new Round(perSecond, cpuPerEntity, Figures.percentile(latency, 50), Figures.percentile(latency, 99), process.residentMiB());
        options.progress("pipeline: round %d, %s: %.0f/s, %.2f ms CPU, at %.0f/s p50 %.1f ms, p99 %.1f ms".formatted(
                number, contestant.name(), round.perSecond(), round.cpuPerEntity(), options.rate(), round.p50(), round.p99()));
        return round;
    }

    private static double saturate(EntityLoad load, PipelineContestant contestant, int count) throws SQLException, InterruptedException {
        try (var state = new PipelineState(contestant)) {
            long before = state.published();
            long from = System.nanoTime();
            load.send(contestant.queue(), count, 0);
            state.awaitPublished(before + count);
            return count * 1e9 / (System.nanoTime() - from);
        }
    }

    private double[] steady(EntityLoad load, PipelineContestant contestant) throws SQLException, InterruptedException {
        int count = (int) (options.rate() * options.steadySeconds());
        try (var state = new PipelineState(contestant)) {
            long before = state.published();
            var since = Instant.now();
            var sent = load.send(contestant.queue(), count, options.rate());
            state.awaitPublished(before + count);
            var times = state.times(since);
            return sent.entrySet().stream().mapToDouble(one -> Duration.between(one.getValue(), times.get(one.getKey())).toNanos() / 1e6).toArray();
        }
    }

    private ObjectNode report(List<Runner> runners) {
        var report = Json.MAPPER.createObjectNode().put("entities", options.entities()).put("steadyRate", options.rate()).put("rounds", options.rounds());
        var contestants = report.putArray("contestants");
        for (var runner : runners) {
            contestants.addObject().put("name", runner.contestant.name()).put("publishedPerSecond", runner.median(Round::perSecond))
                    .put("cpuMillisPerEntity", runner.median(Round::cpuPerEntity)).put("sentToPublishedP50", runner.median(Round::p50))
                    .put("sentToPublishedP99", runner.median(Round::p99)).put("residentMiB", runner.median(Round::residentMiB))
                    .set("rounds", Json.MAPPER.valueToTree(runner.rounds));
        }
        return report;
    }
}
