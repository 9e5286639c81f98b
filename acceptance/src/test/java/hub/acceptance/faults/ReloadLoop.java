package hub.acceptance.faults;

import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Reloads routes again and again while accounts register, get and lose stickers, claims arrive on Kafka with repetitions and poison among them, and a subscriber notes down events. Some of the
 * files are bad, in every way that a file can be. Then checks that every request was answered at once, that nothing was lost, nothing took effect twice and nothing out of order.
 *
 * <pre>acceptance/reload-loop --reloads 100 --seed 7</pre>
 */
final class ReloadLoop {

    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final String NOTED = "reloaded";
    private static final String NOTED_FILE = "routes/faults/" + NOTED + ".camel.yaml";
    private static final int SUBJECTS = 10;
    /** Each kind of route: called by REST, from Kafka, a subscriber, on a schedule; and two in one file. */
    private static final List<String> FILES = List.of(NOTED_FILE, "routes/users/register.camel.yaml", "routes/awards/assign-sticker.camel.yaml", "routes/awards/remove-sticker.camel.yaml",
            "routes/awards/welcome-new-user.camel.yaml", "routes/users/count-assigned-stickers.camel.yaml", "routes/users/count-claimed-stickers.camel.yaml",
            "routes/users/receive-claims.camel.yaml", "routes/platform/housekeeping.camel.yaml");

    /** What makes a file bad, and how such a one is refused. */
    private enum Fault {
        NO_YAML("files-refused", "    from:\n", "    from: [\n"),
        NO_BEAN("files-refused", "ref: notebook-" + NOTED, "ref: notebok"),
        NO_PARAMETER("files-refused", "{subscriber:", "{concurency: \"2\", subscriber:"),
        NOT_RUN("routes-not-run", "      steps:\n", "      steps:\n        - policy: {ref: refusing, steps: [{log: {id: never, message: never}}]}\n");

        private final String problem;
        private final String from;
        private final String to;

        Fault(String problem, String from, String to) {
            this.problem = problem;
            this.from = from;
            this.to = to;
        }
    }

    private final int reloads;
    private final long seed;
    private final List<String> findings = new ArrayList<>();
    private final List<Long> millis = new ArrayList<>();
    private int refused;

    /** @param seed of the files and the traffic */
    ReloadLoop(int reloads, long seed) {
        this.reloads = reloads;
        this.seed = seed;
    }

    /** Plays it. @return what was lost, doubled, out of order or not answered; empty when all is well */
    List<String> run() throws IOException {
        var begun = Instant.now();
        try (var world = World.sandboxOnly(); var kafka = new Kafka(world)) {
            var hub = world.startHub(Map.of(), ReloadLoop::subscribe);
            try (var traffic = new Traffic(world); var customers = new Customers(world, kafka, seed)) {
                customers.start();
                traffic.flow(NOTED, SUBJECTS);
                reload(hub, customers);
                traffic.stop();
                customers.finish();
                account(new Accounting(new Database(world), kafka, customers));
                new Stage(world).everyEventHadItsEffectOnceAndInOrder(NOTED, NOTED);
                findings.addAll(customers.broken);
                if (customers.repeated.get() > 0) {
                    findings.add(customers.repeated + " requests were not answered as they should be");
                }
                System.out.printf("%d reloads, %d of them refused, in %d s; routes stood still for %d ms in the middle, %d ms at most; %s; %d events noted down%n", reloads, refused,
                        Duration.between(begun, Instant.now()).toSeconds(), millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(0L), millis.stream().mapToLong(n -> n).max().orElse(0),
                        customers.figures(), new Stage(world).written(NOTED));
            }
        }
        return findings;
    }

    private static void subscribe(Path home) throws IOException {
        Stage.subscribe(home, NOTED, Map.of("types", Traffic.TYPE, "concurrency", "3"));
        Files.writeString(home.resolve("routes/faults/refusing.camel.yaml"), """
                - beans:
                    - name: refusing
                      type: "#class:hub.acceptance.faults.Refusing"
                """);
    }

    private void reload(Hub hub, Customers customers) throws IOException {
        var random = new Random(seed);
        var good = new HashMap<String, String>();
        for (var file : FILES) {
            good.put(file, Files.readString(hub.home().resolve(file)));
        }
        for (int n = 1; n <= reloads && customers.broken.isEmpty(); n++) {
            int enough = customers.answered.get() + 1 + random.nextInt(10);
            Awaitility.await().atMost(QUIET).pollInterval(Duration.ofMillis(5)).until(() -> customers.answered.get() >= enough || !customers.broken.isEmpty());
            for (int files = 1 + random.nextInt(3); files > 0; files--) {
                var file = FILES.get(random.nextInt(FILES.size()));
                Files.writeString(hub.home().resolve(file), good.get(file).replaceFirst("(description: .*)", "$1 (" + n + ")"));
            }
            if (n % 3 == 0) {
                refuse(hub, Fault.values()[n / 3 % Fault.values().length], good.get(NOTED_FILE));
            } else {
                take(hub);
            }
        }
    }

    private void refuse(Hub hub, Fault fault, String good) throws IOException {
        var file = hub.home().resolve(NOTED_FILE);
        var text = Files.readString(file);
        Files.writeString(file, good.replace(fault.from, fault.to));
        var answer = order(hub);
        if (answer.status() != 422 || !answer.problem().equals(fault.problem)) {
            findings.add(fault + " was answered " + answer.status() + " " + answer.body());
        }
        refused++;
        Files.writeString(file, text);
    }

    private void take(Hub hub) {
        var answer = order(hub);
        if (answer.status() != 200) {
            findings.add("a good reload was answered " + answer.status() + " " + answer.body());
        } else {
            millis.add(answer.json().path("millis").asLong());
        }
    }

    private static Http.Answer order(Hub hub) {
        return Http.post(hub.opsUrl() + "/ops/reload", "", "Authorization", "Bearer " + hub.world().token("op", "operator"));
    }

    private void account(Accounting accounts) {
        try {
            Awaitility.await().atMost(QUIET).pollInterval(Duration.ofMillis(250)).ignoreExceptions().until(accounts::isQuiet);
        } catch (ConditionTimeoutException e) {
            findings.add("something is still under way after " + QUIET);
        }
        findings.addAll(accounts.findings());
        System.out.println(accounts.figures());
    }
}
