package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code failures}: what a running hub could not apply, and what to do about it. */
@Command(name = "failures", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "list|groups|show|retry|jobs|edit|discard|restore", subcommands = RetryJobsCommand.class,
        description = "Lists what a running hub could not apply, shows one, tries one or many again, changes or ends one.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class FailuresCommand extends HubCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists failures, the newest first.")
    int list(@Mixin Selected selected,
             @Option(names = "--limit", description = "At most so many, 1 to 500. Default: 50.") String limit,
             @Option(names = "--next", description = "Where the page before ended.") String next) {
        Map<String, String> query = new LinkedHashMap<>(selected.filter());
        query.put("limit", limit);
        query.put("next", next);
        query.values().removeIf(value -> value == null);
        var page = hub().get("/ops/failures", query);
        return print(page, () -> FailureText.table(out(), page));
    }

    @Command(name = "groups", mixinStandardHelpOptions = true, description = "Lists kinds of failures with their counts, the largest first: those that are open, and those of the last day.")
    int groups() {
        var groups = hub().get("/ops/failure-groups", Map.of());
        return print(groups, () -> FailureText.groups(out(), groups));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one failure with headers, payload, history, edits and what waits behind it.")
    int show(@Parameters(paramLabel = "<id>") String id) {
        var failure = hub().get(path(id), Map.of());
        return print(failure, () -> FailureText.whole(out(), failure));
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, description = {"Makes failures due now; what waits behind them follows in order.",
        "One by its id, or many as a job: those of a filter, which are counted first. The job goes on when this command is ended."})
    int retry(@Parameters(paramLabel = "<id>", arity = "0..1") String id, @Mixin Selected selected,
              @Option(names = "--all", description = "All open failures.") boolean all,
              @Option(names = "--dry-run", description = "Count them only.") boolean dryRun,
              @Option(names = "--yes", description = "Do not ask.") boolean yes,
              @Option(names = "--rate", description = "Make at most so many due a second.") Integer rate,
              @Option(names = "--batch-size", description = "At most so many under way at a time. Default: 100.") Integer batchSize,
              @Option(names = "--job", description = "The job's id; the same id again is the same job. Default: made up.") String job) {
        var filter = selected.filter();
        if (id != null && filter.isEmpty() && !all) {
            return ended(hub().post(path(id) + "/retry", Map.of()));
        }
        if (id != null || all != filter.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "retry needs an <id>, or --all, or one or more of --status --flow --subscriber --type --subject --group --from --to --q");
        }
        ObjectNode order = Json.MAPPER.createObjectNode();
        order.set("filter", Json.MAPPER.valueToTree(filter));
        if (rate != null) {
            order.put("rate", rate);
        }
        if (batchSize != null) {
            order.put("batchSize", batchSize);
        }
        return new RetryMany(this, order).run(job, dryRun, yes);
    }

    @Command(name = "edit", mixinStandardHelpOptions = true, description = {"Changes the payload or headers of an open failure; its id and subject stay, and what it said before is kept.",
        "Take the payload from show --json. The failure is not retried by this."})
    int edit(@Parameters(paramLabel = "<id>") String id,
             @Option(names = "--payload", paramLabel = "<file>", description = "What the message is to say.") Path payload,
             @Option(names = "--header", paramLabel = "<name>=<value>", description = "A header to be set; without a value it is taken away.") Map<String, String> headers,
             @Option(names = "--reason", description = "Why, for the record.") String reason,
             @Option(names = "--if-match", paramLabel = "<etag>", description = "The etag that show printed: refused where somebody has changed the failure since. Default: as it is now.") String etag) {
        if (payload == null && headers == null) {
            throw new ParameterException(spec().commandLine(), "edit needs --payload or --header");
        }
        ObjectNode change = Json.MAPPER.createObjectNode();
        if (payload != null) {
            change.put("payload", text(payload));
        }
        if (headers != null) {
            var values = change.putObject("headers");
            headers.forEach((name, value) -> values.put(name, value.isEmpty() ? null : value));
        }
        if (reason != null) {
            change.put("reason", reason);
        }
        var hub = hub();
        var seen = etag == null ? hub.get(path(id), Map.of()).path("etag").asText() : etag.startsWith("\"") ? etag : "\"" + etag + "\"";
        var failure = hub.post(path(id) + "/edit", change, seen);
        return print(failure, () -> {
            FailureText.difference(out(), failure.path("edits").path(0).path("difference"));
            out().printf("%s is changed and %s; retry it with ./hub failures retry %s%n", id, failure.path("status").asText(), id);
        });
    }

    @Command(name = "discard", mixinStandardHelpOptions = true, description = "Ends a failure without effect; what waits behind it follows in order. It can be restored until its lane has gone on.")
    int discard(@Parameters(paramLabel = "<id>") String id, @Option(names = "--reason", required = true, description = "Why, for the record.") String reason) {
        return ended(hub().post(path(id) + "/discard", Map.of("reason", reason)));
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = "Takes a discarded failure back, unless later events of its subject have been applied since.")
    int restore(@Parameters(paramLabel = "<id>") String id) {
        return ended(hub().post(path(id) + "/restore", Map.of()));
    }

    private static String path(String id) {
        return "/ops/failures/" + HubClient.encoded(id);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new Unfulfilled(file + " is not UTF-8");
        } catch (IOException e) {
            throw new Unfulfilled(file + " cannot be read");
        }
    }

    private int ended(JsonNode failure) {
        return print(failure, () -> out().printf("%s is %s now; %d behind it%n", failure.path("id").asText(), failure.path("status").asText(), failure.path("behind").asLong()));
    }
}
