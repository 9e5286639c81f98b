package bench.registration;

import bench.Figures;
import bench.Options;
import bench.load.Load;
import bench.load.Load.Sent;
import bench.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Entries put into one contestant until the entry service has them, each time in a campaign of its own, so that they are new. */
final class ReplicationRun implements AutoCloseable {

    static final int CONNECTIONS = 32;
    private static final Duration LOOK = Duration.ofMillis(25);
    /** While latencies are measured; what they are too long by, at most. */
    private static final Duration LOOK_CLOSELY = Duration.ofMillis(5);
    private final Stage stage;
    private final RegistrationContestant contestant;
    private final Fans fans;
    private final Options options;
    private final EntryService entryService;

    ReplicationRun(Stage stage, RegistrationContestant contestant, Fans fans, Options options) {
        this.stage = stage;
        this.contestant = contestant;
        this.fans = fans;
        this.options = options;
        this.entryService = new EntryService(stage.mongo());
    }

    /**
     * Times in milliseconds, from when a PUT was due to the entry's being held by the entry service, and to the answer; processor times in milliseconds, of the contestant's
     * process and the sandbox's.
     */
    record Round(double perSecond, double answeredPerSecond, double cpuPerEntry, double sandboxCpuPerEntry, double p50, double p99, double putP99, long residentMiB) { }

    String name() {
        return contestant.name();
    }

    void warmUp() throws IOException, InterruptedException {
        long from = System.nanoTime();
        for (int part = 0; System.nanoTime() - from < options.warmUp().toNanos(); part++) {
            var campaign = contestant.campaign("warm" + part);
            fans.invite(stage, campaign);
            int count = fans.count() / 4;
            // what a program that is cold answers too late is sent again
            load().sendUntilAnswered(IntStream.range(0, count).mapToObj(number -> fans.put(campaign, number, 0)).toList(), status -> status < 500);
            entryService.awaitEntries(campaign, count, LOOK);
        }
    }

    Round round(int number) throws IOException, InterruptedException {
        var process = contestant.program().process();
        var cpu = process.cpu();
        var sandboxCpu = stage.sandboxCpu();
        var fast = saturate("fast" + number, fans.count());
        double cpuPerEntry = process.cpu().minus(cpu).toNanos() / 1e6 / fans.count();
        double sandboxCpuPerEntry = stage.sandboxCpu().minus(sandboxCpu).toNanos() / 1e6 / fans.count();
        long resident = process.residentMiB();
        var steady = steady("steady" + number);
        var round = new Round(fast.perSecond(), fast.answeredPerSecond(), cpuPerEntry, sandboxCpuPerEntry, Figures.percentile(steady.held(), 50),
                Figures.percentile(steady.held(), 99), Figures.percentile(steady.answered(), 99), resident);
        options.progress("replication: round %d, %s: %.0f/s, %.2f ms CPU (sandbox %.2f), at %.0f/s sent to held p50 %.0f ms, p99 %.0f ms, PUT p99 %.1f ms".formatted(
                number, name(), round.perSecond(), round.cpuPerEntry(), round.sandboxCpuPerEntry(), options.entryRate(), round.p50(), round.p99(), round.putP99()));
        return round;
    }

    /** Entries a second, held by the entry service, and answered. */
    record Fast(double perSecond, double answeredPerSecond) { }

    Fast saturate(String name, int count) throws IOException, InterruptedException {
        var campaign = contestant.campaign(name);
        fans.invite(stage, campaign);
        long from = System.nanoTime();
        put(campaign, count, 0);
        long answered = System.nanoTime();
        entryService.awaitEntries(campaign, count, LOOK);
        return new Fast(count * 1e9 / (System.nanoTime() - from), count * 1e9 / (answered - from));
    }

    private record Steady(double[] held, double[] answered) { }

    private Steady steady(String name) throws IOException, InterruptedException {
        int count = (int) Math.min(fans.count(), options.entryRate() * options.steadySeconds());
        var campaign = contestant.campaign(name);
        fans.invite(stage, campaign);
        var holding = CompletableFuture.supplyAsync(() -> entryService.awaitEntries(campaign, count, LOOK_CLOSELY));
        var sent = put(campaign, count, options.entryRate());
        Instant[] held = holding.join();
        return new Steady(IntStream.range(0, count).mapToDouble(number -> Duration.between(sent.due()[number], held[number]).toNanos() / 1e6).toArray(),
                IntStream.range(0, count).mapToDouble(number -> sent.answered()[number] / 1e6).toArray());
    }

    private Load load() {
        return new Load(contestant.program().port(), CONNECTIONS);
    }

    private Sent put(String campaign, int count, double perSecond) throws IOException, InterruptedException {
        var sent = load().send(count, perSecond, number -> fans.put(campaign, number, 0));
        if (sent.count(201) != count) {
            throw new IllegalStateException(name() + " did not take " + (count - sent.count(201)) + " of " + count + " entries");
        }
        return sent;
    }

    @Override
    public void close() {
        entryService.close();
    }
}
