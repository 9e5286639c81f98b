package hub.operations.scaffold;

import hub.operations.validation.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code new}: begins a flow, with a route, its test and its place in the documents. */
@Command(name = "new", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "subscriber|partner-flow|schedule",
        description = {"Begins a flow: writes a route that says what it does not do yet, a test that passes with it, and a section of docs/flows to be written.",
            "What it writes passes ./hub validate; no file is written over. Needs nothing running."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:written", "1:nothing was written, for the reason printed", "2:wrong usage"})
public final class NewCommand {

    private final Function<Path, List<Fault>> check;

    @Option(names = "--home", scope = ScopeType.INHERIT, defaultValue = ".", paramLabel = "<folder>", description = "The project's folder. Default: this one.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /** @param check finds every fault below a home */
    public NewCommand(Function<Path, List<Fault>> check) {
        this.check = check;
    }

    @Command(name = "subscriber", mixinStandardHelpOptions = true, description = "Something done in the hub with events.",
            footer = {"", "As in: ./hub new subscriber watch-award-changes --context awards --types stickers.stickerAssignedToUser.v1"})
    int subscriber(@Parameters(paramLabel = "<name>", description = "In kebab-case: of route, subscriber and file.") String name,
                   @Option(names = "--context", required = true, paramLabel = "<context>", description = "The folder of routes/ that it belongs to.") String context,
                   @Option(names = "--types", required = true, split = ",", paramLabel = "<type>", description = "Event types that it takes; several separated by commas.") List<String> types,
                   @Option(names = "--description", paramLabel = "<sentence>", description = "What it does.") String description) {
        return made("subscriber", name, context, description, types, Map.of());
    }

    @Command(name = "partner-flow", mixinStandardHelpOptions = true, description = "A partner that is called because of events.",
            footer = {"", "As in: ./hub new partner-flow page-on-removal --context awards --types stickers.stickerRemovedFromUser.v1 --partner paging --path /incidents"})
    int partnerFlow(@Parameters(paramLabel = "<name>", description = "In kebab-case: of route, subscriber and file.") String name,
                    @Option(names = "--context", required = true, paramLabel = "<context>", description = "The folder of routes/ that it belongs to.") String context,
                    @Option(names = "--types", required = true, split = ",", paramLabel = "<type>", description = "Event types that it takes; several separated by commas.") List<String> types,
                    @Option(names = "--partner", required = true, paramLabel = "<partner>", description = "Whom it calls; its address is the property partners.<name>.url.") String partner,
                    @Option(names = "--path", required = true, paramLabel = "<path>", description = "Below that address, as /incidents.") String path,
                    @Option(names = "--description", paramLabel = "<sentence>", description = "What it does.") String description) {
        return made("partner-flow", name, context, description, types, Map.of("partner", partner, "path", path));
    }

    @Command(name = "schedule", mixinStandardHelpOptions = true, description = "Something that begins by itself, at one hub of several.",
            footer = {"", "As in: ./hub new schedule count-stickers --context awards --cron '0 0 3 * * ?' --zone Europe/Berlin"})
    int schedule(@Parameters(paramLabel = "<name>", description = "In kebab-case: of route, schedule and file.") String name,
                 @Option(names = "--context", required = true, paramLabel = "<context>", description = "The folder of routes/ that it belongs to.") String context,
                 @Option(names = "--cron", required = true, paramLabel = "<cron>", description = "Quartz cron: second minute hour day month weekday.") String cron,
                 @Option(names = "--zone", defaultValue = "UTC", paramLabel = "<zone>", description = "Time zone of it. Default: ${DEFAULT-VALUE}.") String zone,
                 @Option(names = "--description", paramLabel = "<sentence>", description = "What it does.") String description) {
        return made("schedule", name, context, description, List.of(), Map.of("cron", cron, "zone", zone));
    }

    private int made(String kind, String name, String context, String description, List<String> types, Map<String, String> more) {
        try {
            var project = new Home(home);
            project.requireName(name);
            project.requireContext(context);
            project.requireTypes(types);
            project.requireText(more.values());
            if (more.containsKey("partner")) {
                project.requirePartner(more.get("partner"));
                project.requirePath(more.get("path"));
            }
            var values = new TreeMap<>(more);
            values.putAll(Map.of("name", name, "context", context, "description", sentence(description)));
            if (!types.isEmpty()) {
                values.putAll(Map.of("types", String.join(",", types), "type", types.get(0)));
            }
            var scaffold = new Scaffold(project, check, kind, values);
            var files = scaffold.make();
            say(files, scaffold, kind.equals("schedule"));
            return 0;
        } catch (CannotMake e) {
            spec.commandLine().getErr().println("hub: " + e.getMessage());
            return 1;
        }
    }

    /** Fit for a plain scalar of YAML and a comment: what could be anything else there is refused by the check, or here. */
    private static String sentence(String description) {
        if (description == null) {
            return "Does nothing yet.";
        }
        if (!description.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ,.;'()/-]*")) {
            throw new CannotMake("the description has to be one sentence of words, without : # { } [ ] or quotes");
        }
        return description;
    }

    private void say(List<String> files, Scaffold scaffold, boolean scheduled) {
        var out = spec.commandLine().getOut();
        files.forEach(file -> out.println("wrote " + file));
        out.println();
        out.println("Next: put the steps into " + scaffold.route() + ", and what they do into the test and the document.");
        out.println("  ./hub validate");
        out.println(scheduled ? "  restart the hub: settings of schedules are read at its start" : "  ./hub reload");
        out.println("  mvn -pl processors,sandbox,acceptance verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=" + scaffold.test() + " -Dfailsafe.failIfNoSpecifiedTests=false");
        out.flush();
    }
}
