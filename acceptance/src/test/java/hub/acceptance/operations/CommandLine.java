package hub.acceptance.operations;

import hub.acceptance.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands of the hub's jar, as the launcher runs them. */
final class CommandLine {

    /** What a command left. */
    record Ended(int exitCode, String output, String errors) { }

    private CommandLine() {
    }

    /** Runs a command to its end. @param environment beside the test's own */
    static Ended run(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                World.HOME.resolve("processors/target/hub-processors-1.0.0-SNAPSHOT.jar").toString(), "hub.Hub"));
        command.addAll(List.of(arguments));
        return run(command, environment);
    }

    static Ended run(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).directory(World.HOME.toFile());
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output.strip(), errors.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
