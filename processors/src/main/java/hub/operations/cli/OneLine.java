package hub.operations.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports what a command could not do in one line; anything else that it throws is a fault of ours, and keeps its stack trace. */
public final class OneLine implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, ParseResult arguments) throws Exception {
        if (fault instanceof Unfulfilled) {
            command.getErr().println("hub: " + FailureText.harmless(fault.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw fault;
    }
}
