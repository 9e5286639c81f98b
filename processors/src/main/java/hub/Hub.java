package hub;

import hub.operations.CannotStart;
import hub.operations.cli.FailuresCommand;
import hub.operations.cli.OneLine;
import hub.operations.cli.ReloadCommand;
import hub.operations.cli.ReplayCommand;
import hub.operations.cli.ScheduleCommand;
import hub.operations.cli.StatusCommand;
import hub.operations.cli.TokenCommand;
import hub.operations.cli.TraceCommand;
import hub.operations.cli.UserCommand;
import hub.operations.scaffold.NewCommand;
import hub.operations.validation.Check;
import hub.operations.validation.Fault;
import hub.operations.validation.ValidateCommand;
import hub.operations.validation.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The hub's command line: {@code run} is the hub's process, the others talk to it. */
@Command(name = "hub", mixinStandardHelpOptions = true, version = "1.0.0", synopsisSubcommandLabel = "COMMAND",
        description = "The integration hub.",
        subcommands = {FailuresCommand.class, ReloadCommand.class, ReplayCommand.class, ScheduleCommand.class, TokenCommand.class, StatusCommand.class, TraceCommand.class, UserCommand.class})
public final class Hub {

    /** Checks of the contexts' own data, part of every validation. */
    static final List<Check> CHECKS = List.of(new AwardsData(), new PipelineData(), new RegistrationData());

    public static void main(String[] arguments) {
        if (!List.of(arguments).contains("run")) {
            System.setProperty("hub.log", "OFF");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Hub()).addSubcommand(new ValidateCommand(() -> Beans.BY_NAME, CHECKS)).addSubcommand(new NewCommand(Hub::faults)).setExecutionExceptionHandler(new OneLine());
    }

    /** Every fault in what is below a home. */
    static List<Fault> faults(Path home) {
        return new Validation(home, Map.of(), Beans.BY_NAME, CHECKS).check();
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the hub until the process is told to end.",
            exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:stopped from within", "1:could not start, or failed", "143:stopped by SIGTERM, work in flight finished"},
            footer = {"", "Environment (default): HUB_HTTP_PORT (8080), HUB_OPS_PORT (9090), HUB_DATA (data), and what application.properties names."})
    int run() throws Exception {
        try {
            return new Engine().run() ? 0 : 1;
        } catch (CannotStart e) {
            System.err.println("hub: " + e.getMessage());
            return 1;
        }
    }
}
