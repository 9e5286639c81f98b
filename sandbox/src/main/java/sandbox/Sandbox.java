package sandbox;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sandbox.backends.Backends;

/** Starts the sandbox and runs it until the process is told to end. */
@Command(name = "sandbox", mixinStandardHelpOptions = true, version = "1.0.0",
        description = "Runs the real backends in one process, and the partners, simulated. Ctrl-C stops it in order.",
        footer = {
            "",
            "Environment (default):",
            "  HUB_HOME       the project's directory (the working directory)",
            "  HUB_DATA       where the backends keep their data (data)",
            "  SANDBOX_PORT   partners, faults, token issuer, health (8090)",
            "  ARTEMIS_PORT   (61616)",
            "  KAFKA_PORT     (9092)",
            "  SQS_PORT       (9324)",
            "  POSTGRES_PORT  (5432)",
            "  DYNAMODB_PORT  (8000)",
            "  REDIS_PORT     (6379)",
            "  MONGO_PORT     (27017)",
            "  S3_PORT        (9000)",
            "",
            "HTTP, on SANDBOX_PORT:",
            "  GET         /health",
            "              /partners/<name>/...",
            "  GET DELETE  /partners/<name>/calls",
            "  GET DELETE  /faults",
            "  PUT DELETE  /faults/<partner>  /faults/backends/<name>",
            "  GET         /issuer/jwks",
            "  POST        /issuer/token  /issuer/rotate",
            "  POST        / (SNS: Publish and PublishBatch of broker-config/sns/topics.yaml)"
        })
public final class Sandbox implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    public static void main(String[] arguments) {
        int failed = new CommandLine(new Sandbox()).execute(arguments);
        if (failed != 0) {
            System.exit(failed);
        }
    }

    /** Returns once everything has started; the servers' threads keep the process alive. */
    @Override
    public Integer call() {
        long from = System.nanoTime();
        RunningSandbox sandbox;
        try {
            var backends = Backends.all();
            sandbox = RunningSandbox.claim(Settings.of(System.getenv(), backends), backends);
        } catch (CannotStart e) {
            return fail(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "stop"));
        try {
            sandbox.start();
        } catch (Exception e) {
            return fail(e);
        }
        if (sandbox.isReady()) {
            printAddresses(sandbox, (System.nanoTime() - from) / 1_000_000);
        }
        return 0;
    }

    private int fail(Exception reason) {
        command.commandLine().getErr().println("sandbox: " + reason.getMessage());
        return 1;
    }

    private void printAddresses(RunningSandbox sandbox, long millis) {
        PrintWriter out = command.commandLine().getOut();
        out.printf("The sandbox is ready after %.1f s.%n", millis / 1000.0);
        sandbox.backends().forEach(backend -> out.printf("  %-10s %s%s%n", backend.name(), backend.address(),
                backend.keepsData() ? "" : "  (its data do not survive a restart)"));
        String http = "http://127.0.0.1:" + sandbox.httpPort();
        sandbox.partners().forEach(partner -> out.printf("  %-10s %s/partners/%s%n", partner, http, partner));
        out.printf("  %-10s %s/issuer/jwks%n", "issuer", http);
        out.printf("  %-10s %s%n", "sns", http);
        out.printf("  %-10s %s/faults%n", "faults", http);
        out.printf("  %-10s %s/health%n", "health", http);
        out.println("Partners forget the calls they received, and paging its incidents, at a restart; all else is kept.");
        out.flush();
    }
}
