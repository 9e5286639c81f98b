package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code schedule}: when routes begin by themselves, and to begin one now. */
@Command(name = "schedule", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "list|run|pause|resume",
        description = "Lists the schedules of all hubs, runs one now, pauses or resumes one.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class ScheduleCommand extends HubCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists schedules with their next and last times.")
    int list() {
        var schedules = hub().get("/ops/schedules", Map.of());
        return print(schedules, () -> {
            out().printf("%-20s %-8s %-26s %-26s %s%n", "NAME", "STATE", "NEXT", "PREVIOUS", "CRON");
            schedules.path("items").forEach(one -> out().printf("%-20s %-8s %-26s %-26s %s, %s%n", one.path("name").asText(), one.path("state").asText(),
                    one.path("next").asText("-"), one.path("previous").asText("-"), one.path("cron").asText(), one.path("zone").asText()));
        });
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Runs a schedule once, now; one that is running runs again after its end.")
    int run(@Parameters(paramLabel = "<name>") String name,
            @Option(names = "--now", paramLabel = "<instant>", description = "The time that it is to take as the present, as in 2026-11-20T08:00:00Z; only with schedules.allow-now=true.") String now) {
        return ended(hub().post(path(name, "run"), now == null ? Map.of() : Map.of("now", now)), "runs");
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Keeps a schedule from firing, at all hubs, until it is resumed.")
    int pause(@Parameters(paramLabel = "<name>") String name) {
        return ended(hub().post(path(name, "pause"), Map.of()), "is paused");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused schedule fire again.")
    int resume(@Parameters(paramLabel = "<name>") String name) {
        return ended(hub().post(path(name, "resume"), Map.of()), "is resumed");
    }

    private static String path(String name, String act) {
        return "/ops/schedules/" + HubClient.encoded(name) + "/" + act;
    }

    private int ended(JsonNode schedule, String now) {
        return print(schedule, () -> out().printf("%s %s; next time: %s%n", schedule.path("name").asText(), now, schedule.path("next").asText("-")));
    }
}
