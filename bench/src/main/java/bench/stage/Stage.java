package bench.stage;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** What every measurement stands on: one sandbox with fresh data, shared by all contestants. */
public final class Stage implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String VERSION = "1.0.0-SNAPSHOT";
    private static final List<String> PORTS = List.of("SANDBOX_PORT", "ARTEMIS_PORT", "KAFKA_PORT", "SQS_PORT", "POSTGRES_PORT", "DYNAMODB_PORT", "REDIS_PORT",
            "MONGO_PORT", "S3_PORT");
    private final Path home;
    private final Path directory;
    private final Path data;
    private final Map<String, String> environment = new HashMap<>();
    private final JavaProcess sandbox;

    private Stage(Path home, String name, Path data) throws IOException {
        this.home = home;
        this.directory = directory(home, name);
        this.data = (data == null ? directory : data.resolve("hub-bench-" + directory.getFileName())).resolve("data");
        empty(directory);
        delete(this.data);
        PORTS.forEach(port -> environment.put(port, String.valueOf(freePort())));
        environment.put("HUB_HOME", home.toString());
        environment.put("HUB_DATA", this.data.toString());
        this.sandbox = new JavaProcess(List.of(JavaProcess.JAVA, "-Xms256m", "-Xmx1g", "-cp", classPath("sandbox/target", "hub-sandbox"), "sandbox.Sandbox"), environment, home,
                directory.resolve("sandbox.log"), URI.create("http://127.0.0.1:" + environment.get("SANDBOX_PORT") + "/health"));
    }

    /** Starts a sandbox of its own. @param home the project's directory @param name of the directory below {@code bench/target} @param data where its data goes instead; null: there too */
    public static Stage open(Path home, String name, Path data) throws IOException {
        return open(home, name, data, null);
    }

    /** Likewise, with data that another one has kept. */
    public static Stage open(Path home, String name, Path data, Path kept) throws IOException {
        var stage = new Stage(home, name, data);
        if (kept != null) {
            copy(kept, stage.data);
        }
        stage.sandbox.start();
        return stage;
    }

    /** Data that was put into table and entry service, kept below {@code bench/target}: made once, for it takes minutes. @param name of the data, which says what is in it */
    public static Path filled(Path home, Path data, String name, Consumer<Stage> filling) throws IOException {
        var kept = directory(home, name);
        if (!Files.exists(kept)) {
            try (var stage = open(home, "stage-filling", data)) {
                filling.accept(stage);
                stage.keep(List.of("dynamodb", "mongo"), kept);
            }
        }
        return kept;
    }

    private static Path directory(Path home, String name) {
        return home.resolve("bench/target").resolve(name.replace(' ', '-'));
    }

    /** The class path of a built module: its jar and its libraries. */
    public String classPath(String target, String artifact) {
        return home.resolve(target).resolve(artifact + "-" + VERSION + ".jar") + File.pathSeparator + home.resolve(target).resolve("lib") + "/*";
    }

    public Path home() {
        return home;
    }

    /** Where logs and results of this run go. */
    public Path directory() {
        return directory;
    }

    /** Ports and directories for the processes of this stage. */
    public Map<String, String> environment() {
        return environment;
    }

    public String artemisUrl() {
        return "tcp://127.0.0.1:" + environment.get("ARTEMIS_PORT") + "?consumerWindowSize=131072&callTimeout=10000&connectionTTL=10000&clientFailureCheckPeriod=5000";
    }

    public String kafka() {
        return "127.0.0.1:" + environment.get("KAFKA_PORT");
    }

    public String sqs() {
        return "http://127.0.0.1:" + environment.get("SQS_PORT");
    }

    public String dynamoDb() {
        return "http://127.0.0.1:" + environment.get("DYNAMODB_PORT");
    }

    public String redis() {
        return "redis://127.0.0.1:" + environment.get("REDIS_PORT");
    }

    public String mongo() {
        return "mongodb://127.0.0.1:" + environment.get("MONGO_PORT");
    }

    /** Address below which the sandbox's partners are. */
    public String partners() {
        return "http://127.0.0.1:" + environment.get("SANDBOX_PORT") + "/partners";
    }

    public String jwks() {
        return "http://127.0.0.1:" + environment.get("SANDBOX_PORT") + "/issuer/jwks";
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + environment.get("POSTGRES_PORT") + "/" + database + "?user=postgres&password=postgres";
    }

    /** Makes a database of this name. */
    public void createDatabase(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres")); var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    /** A bearer token of the sandbox's issuer. */
    public String token(String subject, String role) {
        var body = Json.MAPPER.createObjectNode().put("sub", subject).put("expiresInSeconds", 86_400);
        body.putArray("roles").add(role);
        return Json.read(call("POST", "/issuer/token", body)).path("token").asText();
    }

    /** Calls the sandbox. @return the answer @throws IllegalStateException it is none of 2xx */
    public String call(String method, String path, JsonNode body) {
        return call(method, path, BodyPublishers.ofString(Json.write(body)));
    }

    /** What the sandbox answers to a GET. */
    public JsonNode read(String path) {
        return Json.read(call("GET", path, BodyPublishers.noBody()));
    }

    private String call(String method, String path, BodyPublisher body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + environment.get("SANDBOX_PORT") + path)).header("Content-Type", "application/json").method(method, body).build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("the sandbox answers " + answer.statusCode() + " to " + method + " " + path + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Processor time that the sandbox has used so far, without its databases of other processes (PostgreSQL, Redis). */
    public Duration sandboxCpu() {
        return sandbox.cpu();
    }

    /** A free port, below those that the system gives to clients. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends the sandbox and keeps the data of some backends for other stages. */
    private void keep(List<String> backends, Path kept) throws IOException {
        sandbox.close();
        var copies = kept.resolveSibling(kept.getFileName() + ".new");
        empty(copies);
        for (var backend : backends) {
            copy(data.resolve(backend), copies.resolve(backend));
        }
        Files.move(copies, kept);
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
        if (!data.startsWith(directory)) {
            delete(data.getParent());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.walk(from)) {
            found.forEach(files::add);
        }
        for (var file : files) {
            var target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }

    private static void empty(Path directory) throws IOException {
        delete(directory);
        Files.createDirectories(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            var files = new ArrayList<Path>();
            try (var found = Files.walk(directory)) {
                found.sorted(Comparator.reverseOrder()).forEach(files::add);
            }
            for (var file : files) {
                Files.delete(file);
            }
        }
    }
}
