package hub.operations.cli;

import hub.operations.HubFiles;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trace}: what came of one request or message. */
@Command(name = "trace", mixinStandardHelpOptions = true,
        description = "Prints what came of one request or message, with times: its events and what they caused, who applied them, and what failed.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:printed", "1:not found, or not done for the reason printed", "2:wrong usage"})
public final class TraceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<correlationId>", description = "X-Correlation-Id of an answer, or the correlationid of an event, a record or a message.")
    private String correlationId;

    @Option(names = "--port", paramLabel = "<httpPort>", description = "REST port of the hub to ask, where several run. Default: the first that is ready.")
    private Integer port;

    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var trace = HubClient.of(HubFiles.ofEnvironment(), port).get("/ops/traces/" + HubClient.encoded(correlationId), Map.of());
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(trace.toPrettyString());
        } else {
            new TraceText(trace).print(out);
        }
        out.flush();
        return 0;
    }
}
