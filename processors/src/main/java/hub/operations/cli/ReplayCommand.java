package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.operations.HubFiles;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code replay}: to have subscribers given events of the log once more. */
@Command(name = "replay", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "start|list|show|watch|pause|resume|cancel",
        description = {"Has subscribers given events of the log once more.",
            "A repair applies what a subscriber lacks and skips the rest. A rebuild clears its read model and applies everything, while its live events wait."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class ReplayCommand {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Set<String> MOVING = Set.of("PENDING", "RUNNING");

    @Option(names = "--port", scope = ScopeType.INHERIT, paramLabel = "<httpPort>", description = "REST port of the hub to ask, where several run. Default: the first that is ready.")
    private Integer port;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the API's answer.")
    private boolean json;

    @Spec
    private CommandSpec spec;

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
        if (!yes || !json) {
            var found = hub().post("/ops/replays", order.deepCopy().put("dryRun", true));
            print(found, () -> ReplayText.dryRun(out(), found));
        }
        if (!yes) {
            if (!json) {
                out().println("nothing was started; do so with --yes");
                out().flush();
            }
            return 0;
        }
        var started = hub().post("/ops/replays", order);
        return noWait ? print(started, () -> ReplayText.line(out(), started)) : follow(started);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists replays, the newest first.")
    int list() {
        var page = hub().get("/ops/replays", Map.of());
        return print(page, () -> {
            if (page.path("items").isEmpty()) {
                out().println("no replays");
            }
            page.path("items").forEach(replay -> ReplayText.line(out(), replay));
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows how far a replay is, for each of its subscribers.")
    int show(@Parameters(paramLabel = "<id>") String id) {
        var replay = hub().get(path(id), Map.of());
        return print(replay, () -> ReplayText.whole(out(), replay));
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows how a replay gets on, until it has ended or is paused.")
    int watch(@Parameters(paramLabel = "<id>") String id) {
        return follow(hub().get(path(id), Map.of()));
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
        var replay = hub().post(path(id) + "/" + act, Map.of());
        return print(replay, () -> ReplayText.line(out(), replay));
    }

    private int follow(JsonNode started) {
        var id = started.path("id").asText();
        var replay = started;
        while (isMoving(replay)) {
            if (!json) {
                ReplayText.line(out(), replay);
                out().flush();
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
            replay = hub().get(path(id), Map.of());
        }
        var end = replay;
        print(end, () -> ReplayText.whole(out(), end));
        return end.path("status").asText().equals("FAILED") ? 1 : 0;
    }

    private static boolean isMoving(JsonNode replay) {
        return MOVING.contains(replay.path("status").asText()) || !replay.has("endedAt") && !replay.path("status").asText().equals("PAUSED");
    }

    private static void put(ObjectNode order, String name, List<String> values) {
        if (values != null) {
            order.set(name, Json.MAPPER.valueToTree(values));
        }
    }

    private static String path(String id) {
        return "/ops/replays/" + HubClient.encoded(id);
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
