package hub.acceptance.faults;

import hub.acceptance.Database;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Kills the hub (SIGKILL) at random moments while accounts register, get and lose stickers, and claims arrive on Kafka with repetitions and poison
 * among them; then checks that nothing was lost and nothing took effect twice.
 *
 * <pre>acceptance/kill-loop --cycles 200 --seed 7</pre>
 */
final class KillLoop {

    private static final Duration QUIET = Duration.ofMinutes(3);
    private final int cycles;
    private final long seed;

    /** @param seed of the moments and the traffic, so that a run can be repeated as far as kills can */
    KillLoop(int cycles, long seed) {
        this.cycles = cycles;
        this.seed = seed;
    }

    /** Runs all cycles. @return what was lost, doubled or out of order; empty when all is well */
    List<String> run() {
        var start = Instant.now();
        try (var world = World.start(); var kafka = new Kafka(world); var customers = new Customers(world, kafka, seed)) {
            var random = new Random(seed);
            customers.start();
            for (int cycle = 1; cycle <= cycles; cycle++) {
                surviveKill(world.hub(), customers, random);
                if (!customers.broken.isEmpty()) {
                    return customers.broken;
                }
                System.out.printf("cycle %d of %d: %s%n", cycle, cycles, customers.figures());
            }
            customers.finish();
            var accounts = new Accounting(new Database(world), kafka, customers);
            var findings = new ArrayList<>(untilQuiet(accounts));
            findings.addAll(accounts.findings());
            System.out.printf("%d kills in %d s: %s; %s%n", cycles, Duration.between(start, Instant.now()).toSeconds(), customers.figures(), accounts.figures());
            return findings;
        }
    }

    private static List<String> untilQuiet(Accounting accounts) {
        try {
            Awaitility.await().atMost(QUIET).pollInterval(Duration.ofMillis(250)).ignoreExceptions().until(accounts::isQuiet);
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of("something is still under way after " + QUIET);
        }
    }

    /** Also kills while it is starting, when chance has it so. */
    private static void surviveKill(Hub hub, Customers customers, Random random) {
        int enough = customers.answered.get() + 1 + random.nextInt(60);
        Awaitility.await().atMost(QUIET).pollInterval(Duration.ofMillis(5)).until(() -> customers.answered.get() >= enough || !customers.broken.isEmpty());
        pass(Duration.ofMillis(random.nextInt(50)));
        hub.kill();
        if (random.nextInt(4) == 0) {
            hub.launch();
            pass(Duration.ofMillis(1000 + random.nextInt(4000)));
            hub.kill();
        }
        hub.start();
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
