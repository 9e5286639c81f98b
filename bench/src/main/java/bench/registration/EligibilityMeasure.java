package bench.registration;

import bench.Figures;
import bench.Options;
import bench.load.Load;
import bench.load.Load.Sent;
import bench.load.Request;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Whether fans are eligible, with the campaign in the cache: how many are told a second, and how long one waits at a steady rate. The contestants take turns. */
public final class EligibilityMeasure {

    private static final int CONNECTIONS = 32;
    private static final int SAMPLES = 20;
    private static final String CAMPAIGN = "eligibility";
    private final Stage stage;
    private final Options options;

    public EligibilityMeasure(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** One contestant in one round; times in milliseconds. */
    private record Round(double perSecond, double cpuPerRequest, double p50, double p99, long residentMiB) { }

    private record Runner(RegistrationContestant contestant, List<Round> rounds) {

        double median(ToDoubleFunction<Round> figure) {
            return Figures.median(rounds.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** Starts the contestants, measures them and ends them. */
    public ObjectNode run() throws Exception {
        options.progress("eligibility: making tokens for " + options.fans() + " fans");
        var fans = new Fans(stage, options.fans());
        fans.invite(stage, CAMPAIGN);
        var contestants = new Contestants(stage, options);
        var runners = new ArrayList<Runner>();
        var closing = new ArrayList<AutoCloseable>();
        try {
            for (var contestant : List.of(RegistrationContestant.hub(contestants), RegistrationContestant.bare(contestants))) {
                if (options.takes(contestant.name())) {
                    options.progress("eligibility: starting " + contestant.name());
                    contestant.program().process().start();
                    closing.add(contestant.program().process());
                    runners.add(new Runner(contestant, new ArrayList<>()));
                }
            }
            requireSameAnswers(runners, fans);
            for (var runner : runners) {
                options.progress("eligibility: warming up " + runner.contestant.name());
                warmUp(runner.contestant, fans);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (var runner : runners) {
                    runner.rounds.add(round(runner.contestant, round, fans));
                }
            }
        } finally {
            for (var process : closing) {
                process.close();
            }
        }
        return report(runners);
    }

    private static void requireSameAnswers(List<Runner> runners, Fans fans) throws IOException, InterruptedException {
        for (int number = 0; number < SAMPLES; number++) {
            var request = fans.eligibility(CAMPAIGN, number);
            var answers = new ArrayList<Object>();
            for (var runner : runners) {
                answers.add(answer(runner.contestant, request));
            }
            if (answers.stream().distinct().count() > 1) {
                throw new IllegalStateException("the contestants do not agree: " + answers);
            }
        }
    }

    private static Object answer(RegistrationContestant contestant, Request request) throws IOException, InterruptedException {
        var http = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + contestant.program().port() + request.path())).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + request.token()).method(request.method(), BodyPublishers.ofString(request.body())).build();
        return Json.read(HttpClient.newHttpClient().send(http, BodyHandlers.ofString()).body());
    }

    private void warmUp(RegistrationContestant contestant, Fans fans) throws InterruptedException, IOException {
        long from = System.nanoTime();
        while (System.nanoTime() - from < options.warmUp().toNanos()) {
            send(contestant, fans, options.requests() / 4, 0);
        }
    }

    private Round round(RegistrationContestant contestant, int number, Fans fans) throws InterruptedException, IOException {
        var process = contestant.program().process();
        var cpu = process.cpu();
        long from = System.nanoTime();
        send(contestant, fans, options.requests(), 0);
        double perSecond = options.requests() * 1e9 / (System.nanoTime() - from);
        double cpuPerRequest = process.cpu().minus(cpu).toNanos() / 1e6 / options.requests();
        var steady = send(contestant, fans, (int) (options.requestRate() * options.steadySeconds()), options.requestRate());
        var millis = Arrays.stream(steady.answered()).mapToDouble(nanos -> nanos / 1e6).toArray();
        var round = new Round(perSecond, cpuPerRequest, Figures.percentile(millis, 50), Figures.percentile(millis, 99), process.residentMiB());
        options.progress("eligibility: round %d, %s: %.0f/s, %.3f ms CPU, at %.0f/s p50 %.2f ms, p99 %.2f ms".formatted(
                number, contestant.name(), round.perSecond(), round.cpuPerRequest(), options.requestRate(), round.p50(), round.p99()));
        return round;
    }

    private static Sent send(RegistrationContestant contestant, Fans fans, int count, double perSecond) throws InterruptedException, IOException {
        var sent = new Load(contestant.program().port(), CONNECTIONS).send(count, perSecond, number -> fans.eligibility(CAMPAIGN, number));
        if (sent.count(200) != count) {
            throw new IllegalStateException(contestant.name() + " did not answer " + (count - sent.count(200)) + " of " + count + " requests");
        }
        return sent;
    }

    private ObjectNode report(List<Runner> runners) {
        var report = Json.MAPPER.createObjectNode().put("requests", options.requests()).put("connections", CONNECTIONS).put("fans", options.fans())
                .put("steadyRate", options.requestRate()).put("rounds", options.rounds());
        var contestants = report.putArray("contestants");
        for (var runner : runners) {
            contestants.addObject().put("name", runner.contestant.name()).put("answeredPerSecond", runner.median(Round::perSecond))
                    .put("cpuMillisPerRequest", runner.median(Round::cpuPerRequest)).put("answeredP50", runner.median(Round::p50)).put("answeredP99", runner.median(Round::p99))
                    .put("residentMiB", runner.median(Round::residentMiB)).set("rounds", Json.MAPPER.valueToTree(runner.rounds));
        }
        return report;
    }
}
