package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import hub.operations.HubFiles;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command to a running hub of this machine. */
abstract class HubCommand {

    @Option(names = "--port", scope = ScopeType.INHERIT, paramLabel = "<httpPort>", description = "REST port of the hub to ask, where several run. Default: the first that is ready.")
    private Integer port;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the API's answer.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Prints an answer as it is, where that was asked for, or so that it can be read. */
    final int print(JsonNode answer, Runnable readable) {
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            readable.run();
        }
        out().flush();
        return 0;
    }

    final boolean printsJson() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final CommandSpec spec() {
        return spec;
    }

    final HubClient hub() {
        return HubClient.of(HubFiles.ofEnvironment(), port);
    }
}
