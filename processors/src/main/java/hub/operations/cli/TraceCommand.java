package hub.operations.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code trace}: what came of one request or message. */
@Command(name = "trace", mixinStandardHelpOptions = true,
        description = "Prints what came of one request or message, with times: its events and what they caused, who applied them, and what failed.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:printed", "1:not found, or not done for the reason printed", "2:wrong usage"})
public final class TraceCommand extends HubCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<correlationId>", description = "X-Correlation-Id of an answer, or the correlationid of an event, a record or a message.")
    private String correlationId;

    @Override
    public Integer call() {
        var trace = hub().get("/ops/traces/" + HubClient.encoded(correlationId), Map.of());
        return print(trace, () -> new TraceText(trace).print(out()));
    }
}
