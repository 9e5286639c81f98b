package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reload}: has a running hub do what its files of routes say now. */
@Command(name = "reload", mixinStandardHelpOptions = true,
        description = {"Has a running hub do what its files of routes say now, without a restart.",
            "All files are checked first, as ./hub validate does; with a fault nothing is changed. Then the routes of changed, new and removed files are replaced, work in flight finished; all of them or none."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done, or nothing to do", "1:not done; each fault printed as file:line: cause, or the reason", "2:wrong usage"})
public final class ReloadCommand extends HubCommand implements Callable<Integer> {

    /** Above what a check takes on a busy machine, and reload.patience. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--dry-run", description = "Check the files and say what would be changed, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var answer = hub().order("/ops/reload", Map.of("dryRun", dryRun), PATIENCE);
        if (!answer.isGood()) {
            return refused(answer);
        }
        return print(answer.body(), () -> done(answer.body()));
    }

    private int refused(Http.Answer answer) {
        if (printsJson() && answer.body() != null) {
            out().println(answer.body().toPrettyString());
            out().flush();
            return 1;
        }
        if (answer.body() != null) {
            answer.body().path("errors").forEach(error -> out().println(FailureText.harmless(
                    error.path("file").asText() + ":" + error.path("line").asInt() + ": " + error.path("reason").asText())));
            out().flush();
        }
        throw new Unfulfilled(answer.detail());
    }

    private void done(JsonNode done) {
        if (done.path("routes").isEmpty() && files(done).isEmpty()) {
            out().println("nothing has changed");
            return;
        }
        out().print(files(done));
        var routes = text(done.path("routes"));
        out().println(dryRun ? "would replace " + routes : "replaced " + routes + " in " + done.path("millis").asLong() + " ms");
    }

    private static String files(JsonNode done) {
        return Stream.of("changed", "added", "removed")
                .flatMap(kind -> StreamSupport.stream(done.path(kind).spliterator(), false).map(file -> "%-8s %s%n".formatted(kind, FailureText.harmless(file.asText()))))
                .collect(Collectors.joining());
    }

    private static String text(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).map(FailureText::harmless).collect(Collectors.joining(", "));
    }
}
