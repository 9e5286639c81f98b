package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: to have subscribers given events of the log once more. */
@Command(name = "replay", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "start|list|show|watch|pause|resume|cancel",
        description = {"Has subscribers given events of the log once more.",
            "A repair applies what a subscriber lacks and skips the rest. A rebuild clears its read model and applies everything, while its live events wait."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class ReplayCommand extends HubCommand {

    @Command(name = "start", mixinStandardHelpOptions = true, description = {"Says what a replay would do, and with --yes starts it and shows how it gets on.",
        "Ctrl-C ends the showing and not the replay."})
    int start(@Option(names = "--subscriber", required = true, split = ",", paramLabel = "<name>", description = "Who is to have the events; several separated by commas.") List<String> subscribers,
              @Option(names = "--from", paramLabel = "<time>", description = "Events recorded at this time or later, as in 2026-11-20T00:00:00Z. Not for a rebuild.") String from,
              @Option(names = "--to", paramLabel = "<time>", description = "Events recorded before this time. Not for a rebuild.") String to,
              @Option(names = "--type", split = ",", paramLabel = "<type>", description = "Only these event types.") List<String> types,
              @Option(names = "--subject", split = ",", paramLabel = "<id>", description = "Only events of these aggregates.") List<String> subjects,
              @Option(names = "--rebuild", description = "Clear the subscriber's read model and build it anew from the whole log.") boolean rebuild,
              @Option(names = "--allow-effects", split = ",", paramLabel = "<name>", description = "Subscribers whose effects outside the hub (mail, money, partners) are wanted.") List<String> allowEffects,
              @Option(names = "--rate", paramLabel = "<n>", description = "At most so many events a second.") Integer rate,
              @Option(names = "--id", description = "Id of the replay; the same id again is the same replay.") String id,
              @Option(names = "--yes", description = "Start it.") boolean yes,
              @Option(names = "--no-wait", description = "Start it, and do not wait for its end.") boolean noWait) {
        var order = Json.MAPPER.createObjectNode().put("id", id == null ? UUID.randomUUID().toString() : id).put("mode", rebuild ? "rebuild" : "repair").put("from", from).put("to", to)
                .put("rate", rate);
        put(order, "subscribers", subscribers);
        put(order, "types", types);
        put(order, "subjects", subjects);
        put(order, "allowEffects", allowEffects);
        if (!yes || !printsJson()) {
            var found = replays().order(order.deepCopy().put("dryRun", true));
            print(found, () -> ReplayText.dryRun(out(), found));
        }
        if (!yes) {
            if (!printsJson()) {
                out().println("nothing was started; do so with --yes");
                out().flush();
            }
            return 0;
        }
        var started = replays().order(order);
        return noWait ? print(started, () -> ReplayText.line(out(), started)) : follow(started);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists replays, the newest first.")
    int list() {
        var page = replays().list();
        return print(page, () -> {
            if (page.path("items").isEmpty()) {
                out().println("no replays");
            }
            page.path("items").forEach(replay -> ReplayText.line(out(), replay));
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows how far a replay is, for each of its subscribers.")
    int show(@Parameters(paramLabel = "<id>") String id) {
        var replay = replays().get(id);
        return print(replay, () -> ReplayText.whole(out(), replay));
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows how a replay gets on, until it has ended or is paused.")
    int watch(@Parameters(paramLabel = "<id>") String id) {
        return follow(replays().get(id));
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Has a replay left alone until it is resumed, also by hubs that start meanwhile.")
    int pause(@Parameters(paramLabel = "<id>") String id) {
        return changed(id, "pause");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a paused replay.")
    int resume(@Parameters(paramLabel = "<id>") String id) {
        return changed(id, "resume");
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends a replay before it is done. What it has applied stays; a model half rebuilt has to be rebuilt anew.")
    int cancel(@Parameters(paramLabel = "<id>") String id) {
        return changed(id, "cancel");
    }

    private int changed(String id, String act) {
        var replay = replays().act(id, act);
        return print(replay, () -> ReplayText.line(out(), replay));
    }

    private int follow(JsonNode started) {
        var end = replays().follow(started, replay -> ReplayText.line(out(), replay));
        print(end, () -> ReplayText.whole(out(), end));
        return end.path("status").asText().equals("FAILED") ? 1 : 0;
    }

    private HubJobs replays() {
        return new HubJobs(this, "/ops/replays");
    }

    private static void put(ObjectNode order, String name, List<String> values) {
        if (values != null) {
            order.set(name, Json.MAPPER.valueToTree(values));
        }
    }
}
