package bench.registration;

import bench.stage.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A closed campaign whose winners are selected: one of a hundred fans wins, and one of a thousand scoring records has no fan. */
record Draw(String campaign, int fans) {

    static final String MARKET = "market-0";
    private static final int PAGE = 1000;
    private static final int WINS = 100;
    private static final int SCORES = 1009;
    private static final int LEAST_RESERVED = 500;

    int winners() {
        return fans / WINS;
    }

    int rejected() {
        return fans / PAGE;
    }

    int losers() {
        return fans - rejected() - winners();
    }

    int verdicts() {
        return winners() + losers();
    }

    private int codes() {
        return Math.max(LEAST_RESERVED, winners());
    }

    private static String code(int number) {
        return "CODE-%06d".formatted(number);
    }

    /** What has to come of it: the highest scores win, of equal ones the lowest ids, and the codes go to them in their order. */
    Outcome outcome() {
        var best = IntStream.range(0, fans).filter(Draw::hasFan).boxed().sorted(Comparator.comparing(Draw::score).reversed().thenComparing(Fans::id)).toList();
        var verdicts = new TreeMap<String, String>();
        IntStream.range(0, best.size()).forEach(rank -> verdicts.put(Fans.id(best.get(rank)), rank < winners() ? "true " + MARKET + " " + code(rank) : "false"));
        return new Outcome(verdicts, verdicts, Json.MAPPER.createObjectNode().put("free", codes() - winners()).put("reserved", 0).put("assigned", winners()));
    }

    /**
     * What came of a selection.
     *
     * @param scoring verdicts of fans at the entry service, those of winners with market and code
     * @param rows    the same in the table
     * @param pool    of the code service
     */
    record Outcome(SortedMap<String, String> scoring, SortedMap<String, String> rows, JsonNode pool) {

        /** @return what is not as expected; empty where all is */
        List<String> differences(Outcome expected) {
            var differences = new ArrayList<String>();
            add(differences, "verdicts at the entry service", scoring, expected.scoring);
            add(differences, "verdicts in the table", rows, expected.rows);
            if (!pool.equals(expected.pool)) {
                differences.add("codes: " + pool + " instead of " + expected.pool);
            }
            return differences;
        }

        private static void add(List<String> differences, String what, SortedMap<String, String> found, SortedMap<String, String> expected) {
            var others = new TreeSet<>(expected.keySet());
            others.addAll(found.keySet());
            others.removeIf(fan -> Objects.equals(found.get(fan), expected.get(fan)));
            if (!others.isEmpty()) {
                differences.add("%s: %d differ, as that of %s: %s instead of %s".formatted(what, others.size(), others.first(), found.get(others.first()), expected.get(others.first())));
            }
        }
    }

    /** Puts the campaign, its codes and its scoring records to the partners. */
    void store(Stage stage) {
        stage.call("PUT", "/partners/campaign/" + campaign, document());
        var pool = Json.MAPPER.createObjectNode();
        IntStream.range(0, codes()).forEach(number -> pool.withArray(MARKET).add(code(number)));
        stage.call("PUT", "/partners/code/" + campaign + "/pool", pool);
        for (int from = 0; from < fans; from += PAGE) {
            var page = Json.MAPPER.createArrayNode();
            IntStream.range(from, Math.min(fans, from + PAGE)).forEach(number -> page.add(record(number)));
            stage.call("PUT", "/partners/entry/" + campaign + "/scoring", page);
        }
    }

    private ObjectNode document() {
        var now = Instant.now();
        var document = Json.MAPPER.createObjectNode().put("campaignId", campaign).put("name", "Autumn tour").put("status", "CLOSED").put("defaultRegion", "US");
        document.putObject("date").put("open", now.minus(Duration.ofDays(2)).toString()).put("close", now.minus(Duration.ofDays(1)).toString());
        document.putArray("locales").add("en-us");
        document.putArray("requiredFields");
        document.putObject("gates");
        document.putObject("options").put("dataPipeline", false).put("automatedReminders", false);
        document.putArray("markets").addObject().put("marketId", MARKET).put("name", "Market").put("timeZone", "America/New_York").put("capacity", winners()).put("sharedCode", false)
                .put("presale", now.plus(Duration.ofDays(9)).toString());
        return document;
    }

    /** Scores repeat, and do not follow the names. */
    private static double score(int number) {
        return number * 7919L % SCORES / 8.0;
    }

    private static boolean hasFan(int number) {
        return number % PAGE != PAGE - 1;
    }

    private static ObjectNode record(int number) {
        var record = Json.MAPPER.createObjectNode().put("score", score(number)).put("phoneNumber", "+1213555%04d".formatted(number % 10_000)).put("locale", "en-us");
        record.putArray("marketIds").add(MARKET);
        return hasFan(number) ? record.put("globalUserId", Fans.id(number)) : record;
    }
}
