package sandbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sandbox.backends.Backend;
import sandbox.backends.Backends;
import sandbox.backends.LoopbackPort;

/** A sandbox in a process of its own, on free ports, so that a test can kill it. */
final class SandboxProcess implements AutoCloseable {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private final Path data;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    SandboxProcess(Path data) {
        this.data = data;
        environment.put("HUB_HOME", HOME.toString());
        environment.put("HUB_DATA", data.toString());
        environment.put("SANDBOX_PORT", Integer.toString(LoopbackPort.free()));
        for (Backend backend : Backends.all()) {
            environment.put(backend.portVariable(), Integer.toString(LoopbackPort.free()));
        }
    }

    /** Sets a variable of the next start. */
    SandboxProcess with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    int port(String variable) {
        return Integer.parseInt(environment.get(variable));
    }

    /** Starts it and returns at once; what it prints goes to the files {@code out} and {@code err} beside its data. */
    Process launch() throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "sandbox.Sandbox");
        builder.environment().putAll(environment);
        builder.redirectOutput(output("out").toFile()).redirectError(output("err").toFile());
        process = builder.start();
        return process;
    }

    /** Starts it and waits until it is ready. */
    void start() throws IOException {
        launch();
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("The sandbox ended: " + Files.readString(output("err")));
            }
            return send("GET", "/health", null).statusCode() == 200;
        });
    }

    Path pidFile() {
        return data.resolve("sandbox.pid");
    }

    Path output(String name) {
        return data.resolveSibling(data.getFileName() + "." + name);
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, Map.of());
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) throws IOException, InterruptedException {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("SANDBOX_PORT") + path)).method(method, publisher);
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Ends it as a user would, and waits for the end. */
    void terminate() {
        process.destroy();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }

    /** Ends it at once, with no chance to stop its backends. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The processes that work on this sandbox's data and are not the sandbox itself. */
    List<ProcessHandle> backendProcesses() {
        return ProcessHandle.allProcesses().filter(other -> other.info().arguments().stream().flatMap(Arrays::stream)
                .anyMatch(argument -> argument.startsWith(data.toString()))).toList();
    }

    /** Ends it if it runs. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
        }
    }
}
