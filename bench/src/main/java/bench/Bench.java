package bench;

import bench.award.AwardCheck;
import bench.award.AwardMeasure;
import bench.growth.Growth;
import bench.pipeline.PipelineCheck;
import bench.pipeline.PipelineMeasure;
import bench.registration.EligibilityMeasure;
import bench.registration.EntryGrowth;
import bench.registration.ReplicationCheck;
import bench.registration.ReplicationMeasure;
import bench.registration.SelectionMeasure;
import bench.stage.Stage;
import bench.startup.Startup;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the hub against programs that do the same without it, in one run on one machine. */
@Command(name = "bench/run", mixinStandardHelpOptions = true,
        description = "Measures the hub against the bare clients and against Spring Integration, in one run.",
        footer = {"", "Starts a sandbox of its own, on free ports, with fresh data under bench/target/stage. Prints a table, and writes bench/target/results.json."})
public final class Bench implements Callable<Integer> {

    /** Parts that share a sandbox. */
    private static final List<String> ON_ONE_STAGE = List.of("pipeline", "eligibility", "growth", "startup", "award");

    @Mixin
    private Options options = new Options();

    public static void main(String[] arguments) {
        System.setProperty("log4j2.configurationFile", "bench/log4j2.xml");
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var home = Path.of(System.getenv().getOrDefault("HUB_HOME", "")).toAbsolutePath().normalize();
        var results = Json.MAPPER.createObjectNode();
        results.put("at", Instant.now().toString()).put("cores", Runtime.getRuntime().availableProcessors()).put("memoryMiB", memoryMiB()).put("java", System.getProperty("java.version"));
        if (options.check()) {
            return check(home);
        }
        if (options.measures("entries")) {
            results.set("entries", new EntryGrowth(home, options).run());
        }
        if (options.measures("replication")) {
            results.set("replication", new ReplicationMeasure(home, options).run());
        }
        if (options.measures("selection")) {
            results.set("selection", new SelectionMeasure(home, options).run());
        }
        if (ON_ONE_STAGE.stream().anyMatch(options::measures)) {
            measure(home, results);
        }
        write(home, results);
        new Table(results).print(System.out);
        return 0;
    }

    private int check(Path home) throws Exception {
        var findings = new ArrayList<String>();
        try (var stage = Stage.open(home, "stage", options.data())) {
            if (options.measures("award")) {
                findings.addAll(new AwardCheck(stage, options).run());
            }
            if (options.measures("pipeline")) {
                findings.addAll(new PipelineCheck(stage, options).run());
            }
            if (options.measures("replication")) {
                findings.addAll(new ReplicationCheck(stage, options).run());
            }
        }
        if (options.measures("selection")) {
            findings.addAll(new SelectionMeasure(home, options).check());
        }
        findings.forEach(finding -> System.out.println("WRONG: " + finding));
        System.out.println(findings.isEmpty() ? "nothing lost, nothing doubled" : findings.size() + " findings");
        return findings.isEmpty() ? 0 : 1;
    }

    private void measure(Path home, ObjectNode results) throws Exception {
        try (var stage = Stage.open(home, "stage", options.data())) {
            if (options.measures("pipeline")) {
                results.set("pipeline", new PipelineMeasure(stage, options).run());
            }
            if (options.measures("eligibility")) {
                results.set("eligibility", new EligibilityMeasure(stage, options).run());
            }
            if (options.measures("growth")) {
                results.set("growth", new Growth(stage, options).run());
            }
            if (options.measures("startup")) {
                results.set("startup", new Startup(stage, options).run());
            }
            if (options.measures("award")) {
                results.set("award", new AwardMeasure(stage, options).run());
            }
        }
    }

    private static long memoryMiB() throws IOException {
        var file = Path.of("/proc/meminfo");
        return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).get(0).replaceAll("\\D", "")) / 1024 : 0;
    }

    private static void write(Path home, ObjectNode results) throws IOException {
        Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValue(home.resolve("bench/target/results.json").toFile(), results);
    }
}
