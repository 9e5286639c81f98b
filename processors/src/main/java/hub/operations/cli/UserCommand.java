package hub.operations.cli;

import hub.operations.HubFiles;
import hub.operations.console.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user}: who may log in at the console of the hubs that share the data directory. No hub has to run. */
@Command(name = "user", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "add|remove|list", description = "Says who may log in at the console: the hubs that share the data directory ask it at every request.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:not done, for the reason printed", "2:wrong usage"})
public final class UserCommand {

    private final Users users = new Users(HubFiles.ofEnvironment().data());

    @Spec
    private CommandSpec spec;

    @Command(name = "add", mixinStandardHelpOptions = true, description = {"Adds a user and prints the password, which is generated and kept nowhere.",
        "A user there is gets the role and another password, and is logged in no more."})
    int add(@Parameters(paramLabel = "<name>", description = "1 to 64 letters, digits and any of . _ @ -") String name,
            @Option(names = "--role", required = true, paramLabel = "viewer|operator", description = "viewer may look, operator may look and act.") String role) {
        if (!Users.NAME.matcher(name).matches() || Users.RESERVED.contains(name)) {
            throw new ParameterException(spec.commandLine(), "a name has 1 to 64 letters, digits and any of . _ @ -, and is neither cli nor jmx");
        }
        if (!Users.ROLES.contains(role)) {
            throw new ParameterException(spec.commandLine(), "there is no role " + role + "; there are viewer and operator");
        }
        spec.commandLine().getOut().println(users.put(name, role));
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes a user away, who is logged in no more.")
    int remove(@Parameters(paramLabel = "<name>") String name) {
        if (!users.remove(name)) {
            throw new Unfulfilled("there is no user " + name);
        }
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists names and roles.")
    int list() {
        users.all().values().forEach(user -> spec.commandLine().getOut().printf("%-24s %s%n", user.name(), user.role()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
