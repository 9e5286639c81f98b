package sandbox.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drives every flow of a running hub with a day of made-up traffic, and shows what became of it. */
@Command(name = "demo", mixinStandardHelpOptions = true, version = "1.0.0",
        description = {
            "Drives every flow of the hub with a day of made-up traffic, invalid, repeated and poison messages among it, and ends in a table of what became of it.",
            "The counts are read from topics, tables, answers and the failure store. Exit 0: every message is accounted for; 1: something differs, or the hub is away."},
        footer = {"", "Environment (default): HUB_HTTP_PORT (8080), HUB_OPS_PORT (9090), SANDBOX_PORT (8090), KAFKA_PORT (9092), SQS_PORT (9324), DYNAMODB_PORT (8000),", "POSTGRES_PORT (5432)"})
public final class Demo implements Callable<Integer> {

    @Option(names = "--count", defaultValue = "250", paramLabel = "N", description = "People who register; all other traffic grows with them (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "The same seed makes the same people and the same order (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec command;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    /** Runs the day; 0 when everything is accounted for. */
    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--count must be 1 or more");
        }
        try {
            return run(Addresses.of(System.getenv()));
        } catch (CannotRun e) {
            command.commandLine().getErr().println("demo: " + e.getMessage());
            return 1;
        }
    }

    private int run(Addresses addresses) {
        requireReady(addresses);
        var out = command.commandLine().getOut();
        var plan = new Plan(Flows.all(), count, seed);
        var run = Long.toString(System.currentTimeMillis(), 36);
        var topics = plan.flows().stream().flatMap(flow -> flow.topics().stream()).collect(Collectors.toSet());
        var queues = new SqsQueues(addresses);
        try (var evidence = Evidence.open(addresses, run, topics, plan.flows().stream().flatMap(flow -> flow.queues().stream()).toList(), queues,
                new EntryStates(addresses)); var records = new Records(addresses, run)) {
            var day = new Day(run, seed, count, new Requests(addresses, run, evidence), records, new Entities(queues, run, evidence));
            out.printf("Run %s, seed %d: %d people, %d messages. Correlation ids begin with demo-%s-.%n", run, seed, count, plan.size(), run);
            out.flush();
            var traffic = Traffic.start(plan, day);
            new Settling(plan, evidence, traffic, new Progress(out, System.console() != null)).await();
            return report(plan, evidence, traffic, out);
        }
    }

    private static int report(Plan plan, Evidence evidence, Traffic traffic, PrintWriter out) {
        evidence.lookAgainAtEntries();
        var lines = plan.flows().stream().map(evidence::line).toList();
        out.printf("%n%s%n", Table.of(lines));
        out.println("sent is the sum of the rest. duplicate: a repeated Idempotency-Key, source and id, or recordId, without a second effect.");
        out.println("rejected: a 4xx answer without an effect, or a rejected row of the failure store. parked: an open row of the failure store.");
        plan.flows().forEach(flow -> {
            out.printf("%s: %s%n", flow.name(), flow.legend());
            flow.figures().forEach((what, sql) -> out.printf("%s: %s: %d%n", flow.name(), what, evidence.figure(sql)));
        });
        var differences = differences(plan, evidence, lines);
        traffic.faults().forEach(fault -> differences.add("not sent or not answered: " + fault));
        out.println();
        if (differences.isEmpty()) {
            out.printf("Every one of %d messages is accounted for.%n", plan.size());
        } else {
            out.println("Not everything is accounted for:");
            differences.forEach(difference -> out.println("  " + difference));
        }
        out.flush();
        return differences.isEmpty() ? 0 : 1;
    }

    private static List<String> differences(Plan plan, Evidence evidence, List<Table.Line> lines) {
        Map<Flow, Tally> found = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            found.put(plan.flows().get(i), lines.get(i).found());
        }
        var differences = new ArrayList<String>();
        found.forEach((flow, tally) -> {
            tally.differences(plan.expected(flow)).forEach(line -> differences.add(flow.name() + ", " + line));
            evidence.unaccounted(flow, 5).forEach(id -> differences.add(flow.name() + ", fate unknown: " + id));
            flow.checks().forEach(check -> evidence.differences(check).forEach(line -> differences.add(flow.name() + ", " + line)));
        });
        return differences;
    }

    private static void requireReady(Addresses addresses) {
        var request = HttpRequest.newBuilder(URI.create(addresses.readyUrl())).timeout(Duration.ofSeconds(10)).build();
        try {
            int status = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new CannotRun("the hub is not ready: " + addresses.readyUrl() + " answers " + status);
            }
        } catch (IOException e) {
            throw new CannotRun("no hub answers at " + addresses.readyUrl() + "; start one with ./hub up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRun("interrupted", e);
        }
    }
}
