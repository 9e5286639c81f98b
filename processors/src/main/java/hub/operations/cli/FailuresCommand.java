package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import hub.operations.HubFiles;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code failures}: what a running hub could not apply, and what to do about it. */
@Command(name = "failures", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "list|show|retry|discard",
        description = "Lists what a running hub could not apply, shows one, tries it again or ends it.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class FailuresCommand {

    @Option(names = "--port", scope = ScopeType.INHERIT, paramLabel = "<httpPort>", description = "REST port of the hub to ask, where several run. Default: the first that is ready.")
    private Integer port;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the API's answer.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists failures, the newest first.")
    int list(@Option(names = "--status", description = "WAITING, HELD, BLOCKED, RETRYING, RESOLVED, REJECTED or DISCARDED") String status,
             @Option(names = "--flow", description = "Route id.") String flow,
             @Option(names = "--subscriber", description = "Who was to have it.") String subscriber,
             @Option(names = "--type", description = "Event type.") String type,
             @Option(names = "--subject", description = "Id of the aggregate.") String subject,
             @Option(names = "--from", description = "Parked at this time or later, as in 2026-11-20T08:00:00Z.") String from,
             @Option(names = "--to", description = "Parked before this time.") String to,
             @Option(names = "--q", description = "Part of the reason, the code or the exception.") String q,
             @Option(names = "--limit", description = "At most so many, 1 to 500. Default: 50.") String limit,
             @Option(names = "--next", description = "Where the page before ended.") String next) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("status", status);
        query.put("flow", flow);
        query.put("subscriber", subscriber);
        query.put("type", type);
        query.put("subject", subject);
        query.put("from", from);
        query.put("to", to);
        query.put("q", q);
        query.put("limit", limit);
        query.put("next", next);
        query.values().removeIf(value -> value == null);
        var page = hub().get("/ops/failures", query);
        return print(page, () -> FailureText.table(out(), page));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one failure with headers, payload and history.")
    int show(@Parameters(paramLabel = "<id>") String id) {
        var failure = hub().get("/ops/failures/" + HubClient.encoded(id), Map.of());
        return print(failure, () -> FailureText.whole(out(), failure));
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, description = "Makes a failure due now; what waits behind it follows in order.")
    int retry(@Parameters(paramLabel = "<id>") String id) {
        return ended(hub().post("/ops/failures/" + HubClient.encoded(id) + "/retry", Map.of()));
    }

    @Command(name = "discard", mixinStandardHelpOptions = true, description = "Ends a failure without effect; what waits behind it follows in order.")
    int discard(@Parameters(paramLabel = "<id>") String id, @Option(names = "--reason", required = true, description = "Why, for the record.") String reason) {
        return ended(hub().post("/ops/failures/" + HubClient.encoded(id) + "/discard", Map.of("reason", reason)));
    }

    private int ended(JsonNode failure) {
        return print(failure, () -> out().printf("%s is %s now; %d behind it%n", failure.path("id").asText(), failure.path("status").asText(), failure.path("behind").asLong()));
    }

    private int print(JsonNode answer, Runnable readable) {
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            readable.run();
        }
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private HubClient hub() {
        return HubClient.of(HubFiles.ofEnvironment(), port);
    }
}
