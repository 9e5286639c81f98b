package hub.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the hub or the sandbox that a test starts, hurts and stops. Its output goes to a file, whose tail a failed test shows. */
final class ChildProcess {

    /** Tests start many processes and end them soon: the compiler that makes the fastest code would take most of their time. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private final String name;
    private final Process process;
    private final Path log;
    private final LeftClasses classes;

    private ChildProcess(String name, Process process, Path log, LeftClasses classes) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.classes = classes;
    }

    static ChildProcess java(String name, LeftClasses classes, Path directory, Map<String, String> environment, Path log, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(classes.options());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            // Also when a test ends before it could close its world.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return new ChildProcess(name, process, log, classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** It has started, with all its classes. */
    void cameUp() {
        classes.leave(process);
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM, and waits for the end. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** SIGKILL: no warning, no clean-up. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: the process hangs, its connections stay open. */
    void hang() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void goOn() {
        signal("CONT");
    }

    String tail() {
        try {
            var lines = Files.readAllLines(log);
            return name + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return name + ": no log";
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not stop within 30 s\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
