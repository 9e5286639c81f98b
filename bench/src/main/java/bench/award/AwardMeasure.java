package bench.award;

import bench.Figures;
import bench.Options;
import bench.load.Load;
import bench.load.Request;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From POST award to the counted sticker: how many a second when as many come as are answered, and how long one takes at a steady rate. The
 * contestants take turns, round after round.
 */
public final class AwardMeasure {

    private static final int CONNECTIONS = 32;
    private final Stage stage;
    private final Options options;

    public AwardMeasure(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** One contestant in one round; times in milliseconds. */
    private record Round(double perSecond, double answeredPerSecond, double cpuPerAward, double p50, double p99, double sentP50, double sentP99, double postP99, long residentMiB) { }

    private static final class Runner {
        private final AwardContestant contestant;
        private final List<Round> rounds = new ArrayList<>();

        Runner(AwardContestant contestant) {
            this.contestant = contestant;
        }

        double median(ToDoubleFunction<Round> figure) {
            return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** Starts the contestants, measures them and ends them. */
    public ObjectNode run() throws Exception {
        var contestants = new Contestants(stage, options);
        var runners = new ArrayList<Runner>();
        var closing = new ArrayList<AutoCloseable>();
        try {
            for (var contestant : List.of(AwardContestant.hub(contestants.hub()), AwardContestant.bare(contestants), AwardContestant.spring(contestants))) {
                if (options.takes(contestant.name())) {
                    options.progress("award: starting " + contestant.name());
                    contestant.program().process().start();
                    closing.add(contestant.program().process());
                    runners.add(new Runner(contestant));
                }
            }
            var token = stage.token("bench", "admin");
            for (var runner : runners) {
                options.progress("award: warming up " + runner.contestant.name());
                warmUp(runner.contestant, token);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (var runner : runners) {
                    runner.rounds.add(round(runner.contestant, round, token));
                }
            }
        } finally {
            for (var process : closing) {
                process.close();
            }
        }
        return report(runners);
    }

    private void warmUp(AwardContestant contestant, String token) throws Exception {
        long from = System.nanoTime();
        for (int part = 0; System.nanoTime() - from < options.warmUp().toNanos(); part++) {
            saturate(contestant, "warm" + part, options.awards() / 3, token);
        }
    }

    private Round round(AwardContestant contestant, int number, String token) throws Exception {
        var process = contestant.program().process();
        var cpu = process.cpu();
        var fast = saturate(contestant, "fast" + number, options.awards(), token);
        double cpuPerAward = process.cpu().minus(cpu).toNanos() / 1e6 / options.awards();
        long resident = process.residentMiB();
        var steady = steady(contestant, "steady" + number, token);
        var round = new Round(fast.perSecond(), fast.answeredPerSecond(), cpuPerAward, steady[0], steady[1], steady[2], steady[3], steady[4], resident);
        options.progress("award: round %d, %s: %.0f/s, %.2f ms CPU, at %.0f/s accepted to applied p50 %.1f ms, p99 %.1f ms, sent to applied p99 %.1f ms".formatted(
                number, contestant.name(), round.perSecond(), round.cpuPerAward(), options.rate(), round.p50(), round.p99(), round.sentP99()));
        return round;
    }

    private record Fast(double perSecond, double answeredPerSecond) { }

    private Fast saturate(AwardContestant contestant, String prefix, int count, String token) throws SQLException, IOException, InterruptedException {
        try (var state = new AwardState(contestant)) {
            state.makeAccounts(prefix, count);
            long from = System.nanoTime();
            var sent = new Load(contestant.program().port(), CONNECTIONS).send(count, 0, number -> award(prefix, number, token));
            long answered = System.nanoTime();
            requireAccepted(contestant, sent, count);
            state.awaitApplied(prefix);
            return new Fast(count * 1e9 / (System.nanoTime() - from), count * 1e9 / (answered - from));
        }
    }

    /** @return milliseconds: accepted to applied p50 and p99, sent to applied p50 and p99, sent to answered p99 */
    private double[] steady(AwardContestant contestant, String prefix, String token) throws SQLException, IOException, InterruptedException {
        int count = (int) (options.rate() * options.steadySeconds());
        try (var state = new AwardState(contestant)) {
            state.makeAccounts(prefix, count);
            var sent = new Load(contestant.program().port(), CONNECTIONS).send(count, options.rate(), number -> award(prefix, number, token));
            requireAccepted(contestant, sent, count);
            state.awaitApplied(prefix);
            var times = state.times(prefix);
            var inside = new double[count];
            var outside = new double[count];
            var post = new double[count];
            for (int number = 0; number < count; number++) {
                var time = times.get(prefix + "-" + number);
                inside[number] = millis(time.accepted(), time.applied());
                outside[number] = millis(sent.due()[number], time.applied());
                post[number] = sent.answered()[number] / 1e6;
            }
            return new double[] {Figures.percentile(inside, 50), Figures.percentile(inside, 99), Figures.percentile(outside, 50), Figures.percentile(outside, 99),
                Figures.percentile(post, 99)};
        }
    }

    private static void requireAccepted(AwardContestant contestant, Load.Sent sent, int count) {
        if (sent.count(201) != count) {
            throw new IllegalStateException(contestant.name() + " refused " + (count - sent.count(201)) + " of " + count + " awards");
        }
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    static Request award(String prefix, int number, String token) {
        return new Request("POST", "/api/award/v1/users/" + prefix + "-" + number + "/stickers",
                "{\"stickerId\": \"conference-speaker\", \"reason\": \"For the talk at the autumn meeting.\"}", token);
    }

    private ObjectNode report(List<Runner> runners) {
        var report = Json.MAPPER.createObjectNode();
        report.put("awards", options.awards()).put("connections", CONNECTIONS).put("steadyRate", options.rate()).put("rounds", options.rounds());
        ArrayNode contestants = report.putArray("contestants");
        for (var runner : runners) {
            contestants.addObject().put("name", runner.contestant.name())
                    .put("appliedPerSecond", runner.median(Round::perSecond)).put("answeredPerSecond", runner.median(Round::answeredPerSecond))
                    .put("cpuMillisPerAward", runner.median(Round::cpuPerAward))
                    .put("acceptedToAppliedP50", runner.median(Round::p50)).put("acceptedToAppliedP99", runner.median(Round::p99))
                    .put("sentToAppliedP50", runner.median(Round::sentP50)).put("sentToAppliedP99", runner.median(Round::sentP99))
                    .put("answeredP99", runner.median(Round::postP99)).put("residentMiB", runner.median(Round::residentMiB))
                    .set("rounds", Json.MAPPER.valueToTree(runner.rounds));
        }
        return report;
    }
}
