package bench.registration;

import bench.Figures;
import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From the PUT of an entry to the entry service: how many entries a second when as many come as are answered, and how long one takes at a steady rate. The
 * contestants take turns.
 */
public final class ReplicationMeasure {

    private final Stage stage;
    private final Options options;

    public ReplicationMeasure(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    private record Runner(ReplicationRun run, List<ReplicationRun.Round> rounds) {

        double median(ToDoubleFunction<ReplicationRun.Round> figure) {
            return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** Starts the contestants, measures them and ends them. */
    public ObjectNode run() throws Exception {
        options.progress("replication: making tokens for " + options.entries() + " fans");
        var fans = new Fans(stage, options.entries());
        var contestants = new Contestants(stage, options);
        var runners = new ArrayList<Runner>();
        var closing = new ArrayList<AutoCloseable>();
        try {
            for (var contestant : List.of(RegistrationContestant.hub(contestants), RegistrationContestant.bare(contestants))) {
                if (options.takes(contestant.name())) {
                    options.progress("replication: starting " + contestant.name());
                    contestant.program().process().start();
                    closing.add(contestant.program().process());
                    var run = new ReplicationRun(stage, contestant, fans, options);
                    closing.add(run);
                    runners.add(new Runner(run, new ArrayList<>()));
                }
            }
            for (var runner : runners) {
                options.progress("replication: warming up " + runner.run.name());
                runner.run.warmUp();
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (var runner : runners) {
                    runner.rounds.add(runner.run.round(round));
                }
            }
        } finally {
            for (var process : closing) {
                process.close();
            }
        }
        return report(runners);
    }

    private ObjectNode report(List<Runner> runners) {
        var report = Json.MAPPER.createObjectNode().put("entries", options.entries()).put("connections", ReplicationRun.CONNECTIONS).put("steadyRate", options.entryRate())
                .put("rounds", options.rounds());
        var contestants = report.putArray("contestants");
        for (var runner : runners) {
            contestants.addObject().put("name", runner.run.name()).put("replicatedPerSecond", runner.median(ReplicationRun.Round::perSecond))
                    .put("answeredPerSecond", runner.median(ReplicationRun.Round::answeredPerSecond)).put("cpuMillisPerEntry", runner.median(ReplicationRun.Round::cpuPerEntry))
                    .put("sentToHeldP50", runner.median(ReplicationRun.Round::p50)).put("sentToHeldP99", runner.median(ReplicationRun.Round::p99))
                    .put("answeredP99", runner.median(ReplicationRun.Round::putP99)).put("residentMiB", runner.median(ReplicationRun.Round::residentMiB))
                    .set("rounds", Json.MAPPER.valueToTree(runner.rounds));
        }
        return report;
    }
}
