package bench.registration;

import bench.Options;
import bench.registration.Draw.Outcome;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Selections by one contestant, from the manager's request until all is known everywhere. */
final class SelectionRun {

    private static final String API = "/api/registration/v1";
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration TELL = Duration.ofSeconds(15);
    /** Nothing has moved for so long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Between two kills. */
    private static final Duration LIFE = Duration.ofMillis(1500);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Stage stage;
    private final RegistrationContestant contestant;
    private final String token;
    private final Options options;

    SelectionRun(Stage stage, RegistrationContestant contestant, Options options) {
        this.stage = stage;
        this.contestant = contestant;
        this.token = stage.token("manager", "campaign-manager");
        this.options = options;
    }

    /**
     * One selection.
     *
     * @param seconds        from the request to FINISHED, with every verdict written and counted
     * @param secondsToCodes until the code service knows all codes of winners, too
     * @param peakMiB        the most memory that the process has had so far
     */
    record Round(double seconds, double verdictsPerSecond, double cpuPerVerdict, double secondsToCodes, long peakMiB) { }

    String name() {
        return contestant.name();
    }

    Draw draw(SelectionSize size, int round) {
        return size.draw(name(), round);
    }

    Round round(Draw draw) {
        var process = contestant.program().process();
        var cpu = process.cpu();
        long from = System.nanoTime();
        var id = start(draw);
        await(draw, id);
        double seconds = (System.nanoTime() - from) / 1e9;
        awaitCodes(draw);
        double secondsToCodes = (System.nanoTime() - from) / 1e9;
        var round = new Round(seconds, draw.verdicts() / seconds, process.cpu().minus(cpu).toNanos() / 1e6 / draw.verdicts(), secondsToCodes, process.peakMiB());
        options.progress("selection: %s of %d: %.1f s, %.0f verdicts/s, %.2f ms CPU each, codes told after %.1f s, %d MiB at most".formatted(
                name(), draw.fans(), seconds, round.verdictsPerSecond, round.cpuPerVerdict, secondsToCodes, round.peakMiB));
        return round;
    }

    /** A selection while the process is killed (SIGKILL) so often. */
    void kill(Draw draw, int kills) {
        var id = start(draw);
        for (int kill = 0; kill < kills; kill++) {
            LockSupport.parkNanos(LIFE.toNanos());
            contestant.program().process().kill();
            contestant.program().process().start();
            options.progress("check: " + name() + " killed: " + call("GET", "/selections/" + id));
        }
        await(draw, id);
        awaitCodes(draw);
    }

    private String start(Draw draw) {
        return call("POST", "/campaigns/" + draw.campaign() + "/markets/" + Draw.MARKET + "/selections").path("selectionId").asText();
    }

    /** Until it is finished, with the figures that it has to have. */
    private void await(Draw draw, String id) {
        var last = Json.MAPPER.missingNode();
        long moved = System.nanoTime();
        long told = moved;
        while (!last.path("status").asText().equals("FINISHED")) {
            LockSupport.parkNanos(LOOK.toNanos());
            var now = call("GET", "/selections/" + id);
            if (!now.equals(last)) {
                moved = System.nanoTime();
            }
            last = now;
            if (System.nanoTime() - told > TELL.toNanos()) {
                told = System.nanoTime();
                options.progress("selection: " + name() + " of " + draw.fans() + ": " + last);
            }
            if (System.nanoTime() - moved > PATIENCE.toNanos() || last.path("status").asText().equals("FAILED")) {
                throw new IllegalStateException(name() + " does not come to its end: " + last);
            }
        }
        if (last.path("total").asInt() != draw.fans() || last.path("processed").asInt() != draw.winners() || last.path("failed").asInt() != draw.rejected()
                || last.at("/verdicts/true").asInt() != draw.winners() || last.at("/verdicts/false").asInt() != draw.losers()) {
            throw new IllegalStateException(name() + " has selected otherwise: " + last + " of " + draw);
        }
    }

    /** What came of a selection that is over. */
    Outcome outcome(Draw draw) {
        try (var entryService = new EntryService(stage.mongo()); var table = new EntryTable(stage.dynamoDb(), contestant.table())) {
            var rows = new TreeMap<String, String>();
            table.rows(draw.campaign(), draw.fans()).values().stream().filter(row -> row.containsKey("verdict")).forEach(row -> rows.put(row.get("globalUserId").s(),
                    row.get("verdict").bool() + (row.containsKey("code") ? " " + row.get("code").m().get("marketId").s() + " " + row.get("code").m().get("code").s() : "")));
            return new Outcome(entryService.verdicts(draw.campaign()), rows, codes(draw));
        }
    }

    private JsonNode codes(Draw draw) {
        return stage.read("/partners/code/" + draw.campaign() + "/pool").path(Draw.MARKET);
    }

    private void awaitCodes(Draw draw) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (codes(draw).path("assigned").asInt() < draw.winners()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the code service does not know all codes of " + draw + ": " + codes(draw));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private JsonNode call(String method, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + contestant.program().port() + API + path)).header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody()).build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(name() + " answers " + answer.statusCode() + " to " + method + " " + path + ": " + answer.body());
            }
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(name() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
