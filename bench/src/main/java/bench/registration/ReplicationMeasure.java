package bench.registration;

import bench.Figures;
import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From the PUT of an entry to the entry service: how many entries a second when as many come as are answered, and how long one takes at a steady rate. The
 * contestants take turns, each with a sandbox of its own: DynamoDB Local looks through the changes of all tables for one that asks for those of its own.
 */
public final class ReplicationMeasure {

    private final Path home;
    private final Options options;

    public ReplicationMeasure(Path home, Options options) {
        this.home = home;
        this.options = options;
    }

    private record Runner(ReplicationRun run, List<ReplicationRun.Round> rounds) {

        double median(ToDoubleFunction<ReplicationRun.Round> figure) {
            return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** Starts the contestants, measures them and ends them. */
    public ObjectNode run() throws Exception {
        var runners = new ArrayList<Runner>();
        var closing = new ArrayDeque<AutoCloseable>();
        try {
            for (var name : RegistrationContestant.NAMES) {
                if (options.takes(name)) {
                    options.progress("replication: starting " + name);
                    runners.add(new Runner(open(name, closing), new ArrayList<>()));
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
            while (!closing.isEmpty()) {
                closing.pop().close();
            }
        }
        return report(runners);
    }

    private ReplicationRun open(String name, Deque<AutoCloseable> closing) throws Exception {
        var stage = Stage.open(home, "stage-replication-" + name, options.data());
        closing.push(stage);
        var fans = new Fans(stage, options.entries());
        var contestant = RegistrationContestant.of(name, new Contestants(stage, options));
        contestant.program().process().start();
        closing.push(contestant.program().process());
        var run = new ReplicationRun(stage, contestant, fans, options);
        closing.push(run);
        return run;
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
