package hub.acceptance.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Presale registration, scenario 1: many fans with an entry each, 500 of them win. The hub has little memory and is killed (SIGKILL) at random moments of the
 * whole selection, whose figures must never fall; then who won, with which codes, and what the row of every fan says has to be as if nothing had been.
 *
 * <pre>acceptance/selection-day --fans 50000 --kills 10 --seed 7</pre>
 */
final class SelectionDay {

    static final int WINNERS = 500;
    private static final int POOL = 600;
    /** As much as this part of the verdicts would take is what the time before the first one counts, when the kills are spread. */
    private static final double GATHERING = 0.2;
    /** No kill is meant for the last verdicts, so that it does not come too late. */
    private static final double LAST_KILL = 0.9;
    private static final String HEAP = "256m";
    /** Sooner than in earnest, so that a kill costs seconds; long enough for a thousand messages of a slow machine. */
    private static final String LEASE = "15s";
    private final int fans;
    private final int kills;
    private final Random random;
    private final List<String> findings = new ArrayList<>();
    private List<Integer> seen = List.of(0, 0, 0, 0, 0);
    private boolean seenHalfWay;

    SelectionDay(int fans, int kills, long seed) {
        this.fans = fans;
        this.kills = kills;
        this.random = new Random(seed);
    }

    /** Plays the day. @return what is not as it has to be; empty when all is well */
    List<String> play() {
        try (var world = World.sandboxOnly(); var draw = new Draw(world, world.startHub(settings(), HEAP))) {
            var hub = draw.hub;
            draw.market("la", "\"capacity\": " + WINNERS).pool("la", POOL).scoring(Draw.fans(fans, "la")).oldEntries(IntStream.range(0, fans).mapToObj(Draw::fan).toList());
            var begun = Instant.now();
            var id = draw.started("la");
            for (int kill = 0; kill < kills; kill++) {
                await(draw, id, moment(kill));
                hub.kill();
                System.out.printf("kill %d of %d after %d s: %s%n", kill + 1, kills, Duration.between(begun, Instant.now()).toSeconds(), seen);
                expect("finished before kill " + (kill + 1), false, verdicts() == fans);
                hub.start();
            }
            Draw.eventually().atMost(Duration.ofMinutes(20)).until(() -> look(draw, id).path("status").asText().equals("FINISHED"));
            System.out.printf("%d fans, %d kills: FINISHED after %d s, %s%n", fans, kills, Duration.between(begun, Instant.now()).toSeconds(), draw.failures());
            expect("progress seen between nothing and all", true, seenHalfWay);
            compare(draw, id);
            return findings;
        }
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(SelectionTest.QUICK);
        settings.put("registration.selections.lease", LEASE);
        return settings;
    }

    /** After how many verdicts a kill comes: at random in its share of the time. Negative: before the first one. */
    private int moment(int kill) {
        double share = (kill + random.nextDouble()) / kills;
        return (int) (fans * (share * (LAST_KILL + GATHERING) - GATHERING));
    }

    /** Waits until so many verdicts are known; before the first one for a moment. */
    private void await(Draw draw, String id, int moment) {
        if (moment < 0) {
            Draw.pass(Duration.ofMillis(random.nextInt(3000)));
        } else {
            Draw.eventually().atMost(Duration.ofMinutes(10)).until(() -> {
                look(draw, id);
                return verdicts() >= moment;
            });
        }
    }

    /** Looks at the selection as its manager does: no figure ever falls, whatever became of the hub. */
    private JsonNode look(Draw draw, String id) {
        var selection = draw.selection(id);
        if (!selection.has("selectionId")) {   // no answer of a hub that is ready
            return selection;
        }
        var figures = Stream.of("/total", "/processed", "/failed", "/verdicts/true", "/verdicts/false").map(figure -> selection.at(figure).asInt()).toList();
        if (IntStream.range(0, figures.size()).anyMatch(n -> figures.get(n) < seen.get(n))) {
            findings.add("figures fell from " + seen + " to " + figures);
        }
        seen = figures;
        seenHalfWay |= verdicts() > 0 && verdicts() < fans;
        return selection;
    }

    private int verdicts() {
        return seen.get(3) + seen.get(4);
    }

    private void compare(Draw draw, String id) {
        var best = Draw.best(fans, WINNERS);
        var winners = Set.copyOf(best);
        expect("figures", "total " + fans + " processed " + WINNERS + " failed 0 true " + WINNERS + " false " + (fans - WINNERS), Draw.figures(draw.selection(id)));
        var codes = draw.codes();
        expect("winners", best, List.copyOf(codes.keySet()));
        expect("different codes", WINNERS, new HashSet<>(codes.values()).size());
        expect("scoring records that lost", (long) fans - WINNERS, draw.verdicts(false));
        var rows = draw.verdicts();
        expect("rows", fans, rows.size());
        expect("rows that differ", List.of(), rows.entrySet().stream().filter(row -> !row.getValue().equals(
                winners.contains(row.getKey()) ? "true " + codes.getOrDefault(row.getKey(), "").replace("la ", "") : "false")).limit(20).toList());
        var pool = Draw.figures(POOL - WINNERS, 0, WINNERS);
        try {
            Draw.eventually().until(() -> draw.poolFigures("la").equals(pool));
            Draw.eventually().until(() -> Draw.figures(draw.report("la")).equals(Draw.figures(draw.selection(id))) && draw.report("la").path("status").asText().equals("FINISHED"));
        } catch (ConditionTimeoutException e) {
            expect("pool", pool, draw.poolFigures("la"));
            expect("report", Draw.figures(draw.selection(id)), Draw.figures(draw.report("la")));
        }
    }

    private void expect(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            findings.add(what + ": " + found + " instead of " + expected);
        }
    }
}
