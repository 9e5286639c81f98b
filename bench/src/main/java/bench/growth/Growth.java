package bench.growth;

import bench.Figures;
import bench.Options;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one event costs with little history and with much: append, relay, claim, park, and the way through the lane. Small and large take turns event by
 * event, so that whatever else the machine does hits both alike; compared are medians.
 */
public final class Growth {

    private static final int SMALL = 10_000;
    private static final int BLOCK = 100;
    private final Stage stage;
    private final Options options;

    public Growth(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** Milliseconds of each step. */
    private static final class Costs {
        private final Map<String, List<Double>> millis = new LinkedHashMap<>();

        void time(String step, Step work) throws InterruptedException {
            long from = System.nanoTime();
            work.run();
            add(step, (System.nanoTime() - from) / 1e6);
        }

        void add(String step, double value) {
            millis.computeIfAbsent(step, name -> new ArrayList<>()).add(value);
        }
    }

    public ObjectNode run() throws Exception {
        long rows = options.growthRows();
        options.progress("growth: filling log, ledger and failure store with " + SMALL + " rows each");
        try (var small = open("growth_small", SMALL)) {
            options.progress("growth: filling log, ledger and failure store with " + rows + " rows each");
            try (var large = open("growth_large", rows)) {
                return measure(small, large, rows);
            }
        }
    }

    private Hub open(String database, long rows) throws Exception {
        stage.createDatabase(database);
        return new Hub(stage.jdbcUrl(database), stage.home(), rows);
    }

    private ObjectNode measure(Hub small, Hub large, long rows) throws InterruptedException {
        int blocks = options.quick() ? 2 : 15;
        options.progress("growth: measuring " + blocks * BLOCK + " times each step, small and large in turns");
        var ofSmall = new Costs();
        var ofLarge = new Costs();
        block(small, large, "warm", new Costs(), new Costs());
        for (int block = 0; block < blocks; block++) {
            block(small, large, "block-" + block, ofSmall, ofLarge);
        }
        var report = Json.MAPPER.createObjectNode().put("smallRows", SMALL).put("largeRows", rows).put("times", blocks * BLOCK);
        var steps = report.putArray("steps");
        double smallTotal = 0;
        double largeTotal = 0;
        for (var step : ofSmall.millis.keySet()) {
            double little = Figures.median(ofSmall.millis.get(step));
            double much = Figures.median(ofLarge.millis.get(step));
            smallTotal += little;
            largeTotal += much;
            steps.addObject().put("step", step).put("smallMillis", little).put("largeMillis", much).put("ratio", much / little);
        }
        steps.addObject().put("step", "together").put("smallMillis", smallTotal).put("largeMillis", largeTotal).put("ratio", largeTotal / smallTotal);
        return report;
    }

    private static void block(Hub small, Hub large, String name, Costs ofSmall, Costs ofLarge) throws InterruptedException {
        for (int number = 0; number < BLOCK; number++) {
            boolean smallFirst = number % 2 == 0;
            subject(smallFirst ? small : large, name + "-" + number, smallFirst ? ofSmall : ofLarge);
            subject(smallFirst ? large : small, name + "-" + number, smallFirst ? ofLarge : ofSmall);
        }
        drain(small, ofSmall);
        drain(large, ofLarge);
    }

    /** Three events of one subject: the first is applied, the second parked, the third behind it. */
    private static void subject(Hub hub, String subject, Costs costs) throws InterruptedException {
        var applied = published(hub, subject, 1, costs);
        costs.time("claim", () -> hub.admit(applied));
        var parked = published(hub, subject, 2, costs);
        costs.time("park", () -> hub.park(parked));
        var behind = published(hub, subject, 3, costs);
        costs.time("park behind", () -> hub.parkBehind(behind));
    }

    private static Recorded published(Hub hub, String subject, int sticker, Costs costs) throws InterruptedException {
        costs.time("append", () -> hub.append(subject, sticker));
        var published = new AtomicReference<Recorded>();
        costs.time("relay", () -> published.set(hub.awaitPublished()));
        return published.get();
    }

    private static void drain(Hub hub, Costs costs) throws InterruptedException {
        long from = System.nanoTime();
        hub.drain(2 * BLOCK);
        costs.add("drain", (System.nanoTime() - from) / 1e6 / (2 * BLOCK));
    }
}
