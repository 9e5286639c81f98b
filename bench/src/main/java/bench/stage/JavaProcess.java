package bench.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Java process of the measurement, with its log beside its data. */
public final class JavaProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration READY = Duration.ofMinutes(2);
    private static final long STOP_SECONDS = 60;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // a measurement that is broken off leaves nothing behind
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            RUNNING.forEach(Process::destroy);
            RUNNING.forEach(process -> process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join());
        }));
    }

    /** The virtual machine that runs this program. */
    public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path directory;
    private final Path log;
    private final URI ready;
    private Process process;

    /**
     * @param command that becomes the Java process
     * @param ready     address that answers 200 when it can be used
     */
    public JavaProcess(List<String> command, Map<String, String> environment, Path directory, Path log, URI ready) {
        this.command = command;
        this.environment = environment;
        this.directory = directory;
        this.log = log;
        this.ready = ready;
    }

    /** Starts it and waits until it is ready. @return how long that took */
    public Duration start() {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long from = System.nanoTime();
        try {
            process = builder.start();
            RUNNING.add(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - from > READY.toNanos()) {
                close();
                throw new IllegalStateException("it is not ready, see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private boolean isReady() {
        try {
            return HTTP.send(HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time used so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory, in MiB; 0 where the system does not tell. */
    public long residentMiB() {
        return memoryMiB("VmRSS:");
    }

    /** The most memory that was resident so far, likewise. */
    public long peakMiB() {
        return memoryMiB("VmHWM:");
    }

    private long memoryMiB(String which) {
        var status = Path.of("/proc", String.valueOf(pid()), "status");
        try {
            return Files.exists(status) ? Files.readAllLines(status).stream().filter(line -> line.startsWith(which))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        RUNNING.remove(process);
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
