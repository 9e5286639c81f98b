package bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is measured, and for how long. */
public final class Options {

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "measure these alone: award, pipeline, eligibility, replication, entries, selection, growth, startup")
    private Set<String> only = Set.of();

    @Option(names = "--quick", description = "one short round of each: shows that it works, its figures mean little")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds in which the contestants take turns (${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "load on each contestant before anything is measured, so that the compilers are done (${DEFAULT-VALUE})")
    private int warmUp = 45;

    @Option(names = "--rate", paramLabel = "N", description = "awards or entities a second while latencies are measured (${DEFAULT-VALUE})")
    private double rate = 100;

    @Option(names = "--awards", paramLabel = "N", description = "awards of a round while throughput is measured (${DEFAULT-VALUE})")
    private int awards = 3000;

    @Option(names = "--entities", paramLabel = "N", description = "entities of a round while throughput is measured (${DEFAULT-VALUE})")
    private int entities = 10_000;

    @Option(names = "--requests", paramLabel = "N", description = "requests of a round while the throughput of eligibility is measured (${DEFAULT-VALUE})")
    private int requests = 20_000;

    @Option(names = "--request-rate", paramLabel = "N", description = "requests for eligibility a second while their latencies are measured (${DEFAULT-VALUE})")
    private double requestRate = 500;

    @Option(names = "--entries", paramLabel = "N", description = "entries of a round while the throughput of replication is measured (${DEFAULT-VALUE})")
    private int entries = 2000;

    @Option(names = "--entry-rate", paramLabel = "N", description = "entries a second while the latencies of replication are measured (${DEFAULT-VALUE})")
    private double entryRate = 50;

    @Option(names = "--growth-entries", paramLabel = "N", description = "entries in table and entry service that are compared with ten thousand (${DEFAULT-VALUE})")
    private int growthEntries = 200_000;

    @Option(names = "--selections", split = ",", paramLabel = "N",
            description = "fans of the selections that are measured; of up to fifty thousand in each round, of more in one (5000,50000,200000)")
    private List<Integer> selections = List.of(5000, 50_000, 200_000);

    @Option(names = "--growth-rows", paramLabel = "N", description = "rows of history that are compared with ten thousand (${DEFAULT-VALUE})")
    private long growthRows = 5_000_000;

    @Option(names = "--contestants", split = ",", paramLabel = "NAME", description = "these alone: hub, bare, spring")
    private Set<String> contestants = Set.of("hub", "bare", "spring");

    @Option(names = "--check", description = "instead of measuring, kill each contestant under load and repeat its messages; nothing may be lost or doubled")
    private boolean check;

    @Option(names = "--data", paramLabel = "DIRECTORY", description = "where sandboxes keep their data meanwhile, as a file system in memory; otherwise below bench/target")
    private Path data;

    @Option(names = "--heap", paramLabel = "SIZE", description = "largest heap of each contestant, as 256m; otherwise that of ./hub run")
    private String heap = "";

    @Option(names = "--hub-jvm", paramLabel = "OPTIONS", description = "further options of the hub's virtual machine, to try them out")
    private String hubJvm = "";

    @Option(names = "--profile", description = "record each contestant with the JDK's flight recorder, into bench/target/stage/<name>.jfr")
    private boolean profile;

    boolean measures(String part) {
        return only.isEmpty() || only.contains(part);
    }

    Set<String> parts() {
        return only;
    }

    public boolean takes(String contestant) {
        return contestants.stream().anyMatch(name -> contestant.toLowerCase(Locale.ROOT).startsWith(name));
    }

    public boolean quick() {
        return quick;
    }

    /** Options that only the hub's process gets. */
    public List<String> hubJvm() {
        return hubJvm.isBlank() ? List.of() : List.of(hubJvm.strip().split("\\s+"));
    }

    /** Empty where it is that of the launcher. */
    public String heap() {
        return heap;
    }

    public boolean profile() {
        return profile;
    }

    boolean check() {
        return check;
    }

    /** Where the sandbox of a stage keeps its data; null: where its logs are. */
    public Path data() {
        return data;
    }

    public Duration warmUp() {
        return Duration.ofSeconds(quick ? 5 : warmUp);
    }

    public int rounds() {
        return quick ? 1 : rounds;
    }

    public double rate() {
        return rate;
    }

    public int awards() {
        return quick ? 1000 : awards;
    }

    public int entities() {
        return quick ? 2000 : entities;
    }

    public int requests() {
        return quick ? 2000 : requests;
    }

    public double requestRate() {
        return requestRate;
    }

    /** More than the tokens that a hub remembers. */
    public int fans() {
        return quick ? 500 : 10_000;
    }

    public int entries() {
        return quick ? 300 : entries;
    }

    public double entryRate() {
        return entryRate;
    }

    public int growthEntries() {
        return quick ? Math.min(20_000, growthEntries) : growthEntries;
    }

    /** From the smallest to the largest. */
    public List<Integer> selections() {
        return selections.stream().map(fans -> quick ? Math.max(100, fans / 50) : fans).distinct().sorted().toList();
    }

    public long growthRows() {
        return quick ? 200_000 : growthRows;
    }

    /** How long latencies are measured, in seconds. */
    public int steadySeconds() {
        return quick ? 3 : 10;
    }

    /** Tells whoever waits. */
    public void progress(String what) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + what);
    }
}
