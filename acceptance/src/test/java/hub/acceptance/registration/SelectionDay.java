package hub.acceptance.registration;

import hub.acceptance.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Presale registration, scenario 1: many fans, 500 of them win. The hub has little memory and is killed (SIGKILL) at random moments meanwhile; then who won, with
 * which codes, and what everybody's verdict is has to be as if nothing had been.
 *
 * <pre>acceptance/selection-day --fans 50000 --kills 10 --seed 7</pre>
 */
final class SelectionDay {

    static final int WINNERS = 500;
    private static final int POOL = 600;
    /** Losers that have an entry in the demand table, beside all winners: a row for each fan would take longer to make than to select. */
    private static final int LOSERS_WITH_ENTRY = 500;
    /** One kill of so many and one comes before the first verdict is known. */
    private static final int GATHERING = 4;
    private static final String HEAP = "256m";
    private final int fans;
    private final int kills;
    private final Random random;

    SelectionDay(int fans, int kills, long seed) {
        this.fans = fans;
        this.kills = kills;
        this.random = new Random(seed);
    }

    /** Plays the day. @return what is not as it has to be; empty when all is well */
    List<String> play() {
        try (var world = World.sandboxOnly(); var draw = new Draw(world, world.startHub(SelectionTest.QUICK, HEAP))) {
            var hub = draw.hub;
            var best = Draw.best(fans, WINNERS);
            var winners = new HashSet<>(best);
            var losers = IntStream.range(0, fans).mapToObj(Draw::fan).filter(fan -> !winners.contains(fan)).limit(LOSERS_WITH_ENTRY).toList();
            draw.market("la", "\"capacity\": " + WINNERS).pool("la", POOL).scoring(Draw.fans(fans, "la")).entries(Stream.concat(best.stream(), losers.stream()).toList());
            var moments = IntStream.range(0, kills).map(kill -> random.nextInt(-fans / GATHERING, fans)).sorted().toArray();
            var begun = Instant.now();
            var id = draw.started("la");
            var progress = new ArrayList<String>();
            for (int kill = 1; kill <= kills; kill++) {
                await(draw, id, moments[kill - 1]);
                hub.kill();
                hub.start();
                progress.add(draw.selection(id).path("status").asText() + " " + Draw.figures(draw.selection(id)));
                System.out.printf("killed %d of %d times: %s%n", kill, kills, progress.get(progress.size() - 1));
            }
            Draw.eventually().atMost(Duration.ofMinutes(8)).until(() -> draw.selection(id).path("status").asText().equals("FINISHED"));
            System.out.printf("%d fans, %d kills: FINISHED after %d s, %s%n", fans, kills, Duration.between(begun, Instant.now()).toSeconds(), draw.failures());
            return findings(draw, id, best, losers);
        }
    }

    /** Waits until so many verdicts are known; before the first one for a moment. */
    private void await(Draw draw, String id, int moment) {
        if (moment < 0) {
            Draw.pass(Duration.ofMillis(random.nextInt(3000)));
        } else {
            Draw.eventually().atMost(Duration.ofMinutes(5)).until(() -> draw.selection(id).at("/verdicts/true").asInt() + draw.selection(id).at("/verdicts/false").asInt() >= moment);
        }
    }

    private List<String> findings(Draw draw, String id, List<String> best, List<String> losers) {
        var findings = new ArrayList<String>();
        expect(findings, "figures", "total " + fans + " processed " + WINNERS + " failed 0 true " + WINNERS + " false " + (fans - WINNERS), Draw.figures(draw.selection(id)));
        var codes = draw.codes();
        expect(findings, "winners", best, List.copyOf(codes.keySet()));
        expect(findings, "different codes", WINNERS, new HashSet<>(codes.values()).size());
        expect(findings, "scoring records that lost", (long) fans - WINNERS, draw.verdicts(false));
        expect(findings, "rows of winners that differ", List.of(), best.stream().filter(fan -> !draw.verdict(fan).equals("true " + codes.getOrDefault(fan, "").replace("la ", ""))).toList());
        expect(findings, "rows of losers that differ", List.of(), losers.stream().filter(fan -> !draw.verdict(fan).equals("false")).toList());
        var pool = Draw.figures(POOL - WINNERS, 0, WINNERS);
        try {
            Draw.eventually().until(() -> draw.poolFigures("la").equals(pool));
            Draw.eventually().until(() -> Draw.figures(draw.report("la")).equals(Draw.figures(draw.selection(id))) && draw.report("la").path("status").asText().equals("FINISHED"));
        } catch (ConditionTimeoutException e) {
            expect(findings, "pool", pool, draw.poolFigures("la"));
            expect(findings, "report", Draw.figures(draw.selection(id)), Draw.figures(draw.report("la")));
        }
        return findings;
    }

    private static void expect(List<String> findings, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            findings.add(what + ": " + found + " instead of " + expected);
        }
    }
}
