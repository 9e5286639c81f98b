package hub.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A sandbox and any number of hubs on it, as processes of their own on free ports, with data of their own that is deleted at the end. */
public final class World implements AutoCloseable {

    /** The project's home. */
    public static final Path HOME = Path.of(System.getProperty("hub.home", "..")).toAbsolutePath().normalize();

    private static final String VERSION = "1.0.0-SNAPSHOT";
    private static final String HEAP = "512m";
    private static final long ROOM = 8L << 30;
    private static final Duration START = Duration.ofMinutes(3);
    private static final List<String> PORTS = List.of("SANDBOX_PORT", "ARTEMIS_PORT", "KAFKA_PORT", "SQS_PORT", "POSTGRES_PORT", "DYNAMODB_PORT", "REDIS_PORT",
            "MONGO_PORT", "S3_PORT");

    private static final Queue<Thread> ENDS = new ConcurrentLinkedQueue<>();

    /** How many were asked for: who wants a second one runs many tests. */
    private static int asked;
    /** The one that the next test will ask for, or null. */
    private static World spare;

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Hub> hubs = new ArrayList<>();
    private ChildProcess sandbox;

    private World(Path directory) {
        this.directory = directory;
        PORTS.forEach(port -> environment.put(port, String.valueOf(freePort())));
        environment.put("HUB_DATA", directory.resolve("data").toString());
    }

    /** Starts the sandbox, and one hub with the project's own routes. */
    public static World start() {
        var world = sandboxOnly();
        world.startHub(Map.of());
        return world;
    }

    public static World sandboxOnly() {
        var world = next();
        world.awaitSandbox();
        return world;
    }

    private static synchronized World next() {
        asked++;
        if (spare != null && !spare.sandbox.isAlive()) {
            closeSpare();
        }
        var world = spare == null ? launched() : spare;
        spare = null;
        return world;
    }

    /** Tests wait more than they compute: while one runs, the sandbox of the next one starts. */
    static synchronized void prepareNext() {
        if (asked > 1 && spare == null) {
            spare = launched();
        }
    }

    /** Closes the one that nobody asked for. */
    static synchronized void closeSpare() {
        if (spare != null) {
            spare.close();
            spare = null;
        }
    }

    private static World launched() {
        try {
            var world = new World(Files.createTempDirectory(place(), "hub-acceptance"));
            world.launchSandbox();
            return world;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In memory, where there is room for what a few worlds write: processes are killed here, machines are not, so nothing depends on a disk. */
    private static Path place() {
        var memory = Path.of("/dev/shm");
        return Files.isWritable(memory) && memory.toFile().getUsableSpace() > ROOM ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    public void startSandbox() {
        launchSandbox();
        awaitSandbox();
    }

    private void launchSandbox() {
        sandbox = ChildProcess.java("sandbox", LeftClasses.NONE, HOME, environment, directory.resolve("sandbox.log"),
                List.of("-Xmx1g", "-jar", HOME.resolve("sandbox/target/hub-sandbox-" + VERSION + ".jar").toString()));
    }

    private void awaitSandbox() {
        awaitUp(sandbox, sandboxUrl() + "/health");
    }

    public void killSandbox() {
        sandbox.kill();
    }

    /** Starts another hub on a copy of the project's routes and settings. @param settings properties that differ from application.properties */
    public Hub startHub(Map<String, String> settings) {
        return startHub(settings, home -> { });
    }

    /** Changes something in the home of a hub that is about to start. */
    public interface Change {
        void in(Path home) throws IOException;
    }

    /** As {@link #startHub(Map)}, with a change to its routes or mappings first. */
    public Hub startHub(Map<String, String> settings, Change change) {
        return startHub(settings, change, HEAP);
    }

    /** As {@link #startHub(Map)}, with so much memory for objects at most, as {@code 256m}. */
    public Hub startHub(Map<String, String> settings, String heap) {
        return startHub(settings, home -> { }, heap);
    }

    private Hub startHub(Map<String, String> settings, Change change, String heap) {
        var hub = launchHub(settings, change, heap);
        hub.awaitReady();
        return hub;
    }

    /** As {@link #startHub(Map, Change)}, without waiting until it is ready, so that others can start beside it. */
    public Hub launchHub(Map<String, String> settings, Change change) {
        return launchHub(settings, change, HEAP);
    }

    private Hub launchHub(Map<String, String> settings, Change change, String heap) {
        var home = copyHome(settings);
        try {
            change.in(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var hub = new Hub(this, home, hubs.size(), heap);
        hubs.add(hub);
        hub.launch();
        return hub;
    }

    public Hub hub() {
        return hubs.get(0);
    }

    public List<Hub> hubs() {
        return List.copyOf(hubs);
    }

    public String sandboxUrl() {
        return "http://127.0.0.1:" + environment.get("SANDBOX_PORT");
    }

    public String kafka() {
        return "127.0.0.1:" + environment.get("KAFKA_PORT");
    }

    /** Where its processes leave their data, and how to reach them. */
    public Path data() {
        return directory.resolve("data");
    }

    public int port(String name) {
        return Integer.parseInt(environment.get(name));
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + environment.get("POSTGRES_PORT") + "/hub?user=postgres&password=postgres";
    }

    /** A token of the sandbox's issuer. */
    public String token(String subject, String... roles) {
        var body = hub.events.Json.write(Map.of("sub", subject, "roles", List.of(roles)));
        return Http.post(sandboxUrl() + "/issuer/token", body).json().path("token").asText();
    }

    /** Cuts a backend off, or restores it. */
    public void backend(String name, boolean down) {
        Http.call("PUT", sandboxUrl() + "/faults/backends/" + name, "{\"down\": " + down + "}");
    }

    /** Its hubs end at once, for nothing of them is looked at any more; the sandbox stops in order, so that its databases end with it, while the next test begins. */
    @Override
    public void close() {
        hubs.forEach(Hub::end);
        var end = new Thread(() -> {
            if (sandbox != null && sandbox.isAlive()) {
                sandbox.stop();
            }
            deleteTree(directory);
        }, "world-end");
        ENDS.add(end);
        end.start();
    }

    /** Waits until all worlds that were closed have ended. */
    static void awaitEnds() {
        for (var end : ENDS) {
            try {
                end.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    Path directory() {
        return directory;
    }

    static void awaitUp(ChildProcess process, String url) {
        try {
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> !process.isAlive() || Http.isUp(url));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new IllegalStateException("not up after " + START + "\n" + process.tail(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended\n" + process.tail());
        }
        process.cameUp();
    }

    /** A port that is free now, below the range of outgoing connections, so that none of those takes it meanwhile. */
    static int freePort() {
        return ThreadLocalRandom.current().ints(10_000, 30_000).limit(1_000).filter(World::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private Path copyHome(Map<String, String> settings) {
        var home = directory.resolve("home-" + hubs.size());
        try {
            for (var part : List.of("routes", "mappings", "schedules", "application.properties")) {
                copyTree(HOME.resolve(part), home.resolve(part));
            }
            var lines = new ArrayList<>(Files.readAllLines(home.resolve("application.properties")));
            settings.forEach((name, value) -> {
                lines.removeIf(line -> line.startsWith(name + "="));   // a setting that stands twice is refused
                lines.add(name + "=" + value);
            });
            Files.write(home.resolve("application.properties"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
