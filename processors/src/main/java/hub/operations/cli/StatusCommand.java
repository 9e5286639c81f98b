package hub.operations.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.operations.HubFiles;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: which hubs and which sandbox run, and whether they are ready. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Says which hubs run, and the sandbox, and whether they are ready.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:a hub is ready", "1:none is"})
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print {hubs:[{pid, httpPort, opsPort, ready}], sandbox:{pid, ready}}; sandbox is null where none runs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var status = status(HubFiles.ofEnvironment());
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(status));
        } else {
            if (status.path("hubs").isEmpty()) {
                out.println("hub      none runs");
            }
            status.path("hubs").forEach(hub -> out.printf("hub      process %d, REST on port %d, operations on port %s: %s%n", hub.path("pid").asLong(),
                    hub.path("httpPort").asInt(), hub.path("opsPort").asText(), readiness(hub.path("ready").asBoolean())));
            var sandbox = status.path("sandbox");
            out.println(sandbox.isNull() ? "sandbox  does not run" : "sandbox  process " + sandbox.path("pid").asLong() + ": " + readiness(sandbox.path("ready").asBoolean()));
        }
        out.flush();
        for (var hub : status.path("hubs")) {
            if (hub.path("ready").asBoolean()) {
                return 0;
            }
        }
        return 1;
    }

    private static ObjectNode status(HubFiles files) {
        var status = Json.MAPPER.createObjectNode();
        var hubs = status.putArray("hubs");
        for (var hub : files.hubs()) {
            var address = hub.address();
            var json = hubs.addObject().put("pid", hub.pid()).put("httpPort", hub.httpPort());
            json.put("opsPort", address == null ? null : URI.create(address).getPort());
            json.put("ready", address != null && Http.isUp(address + "/observe/health/ready"));
        }
        files.sandbox().ifPresentOrElse(pid -> status.putObject("sandbox").put("pid", pid).put("ready", Http.isUp(Sandbox.address() + "/health")),
                () -> status.putNull("sandbox"));
        return status;
    }

    private static String readiness(boolean ready) {
        return ready ? "ready" : "not ready";
    }
}
