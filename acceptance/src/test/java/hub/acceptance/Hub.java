package hub.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A hub's process, with a home of its own. */
public final class Hub {

    /** Beans that routes of tests name. */
    private static final Path TEST_BEANS = World.HOME.resolve("acceptance/target/hub-acceptance-1.0.0-SNAPSHOT-tests.jar");
    private static final Path JAR = World.HOME.resolve("processors/target/hub-processors-1.0.0-SNAPSHOT.jar");

    private final World world;
    private final Path home;
    private final String heap;
    private final Path log;
    private final Map<String, String> environment;
    private ChildProcess process;

    /** @param heap most memory for objects, as {@code 512m} */
    Hub(World world, Path home, int number, String heap) {
        this.world = world;
        this.home = home;
        this.heap = heap;
        this.log = world.directory().resolve("hub-" + number + ".log");
        this.environment = new HashMap<>(world.environment());
        environment.put("HUB_HTTP_PORT", String.valueOf(World.freePort()));
        environment.put("HUB_OPS_PORT", String.valueOf(World.freePort()));
    }

    /** Starts it and waits until it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts it without waiting. */
    public void launch() {
        process = ChildProcess.java("hub", LeftClasses.of(JAR), home, environment, log,
                List.of("-Xmx" + heap, "-cp", JAR + File.pathSeparator + TEST_BEANS, "hub.Hub", "run"));
    }

    public void awaitReady() {
        World.awaitUp(process, opsUrl() + "/observe/health/ready");
        World.prepareNext();
    }

    public String httpUrl() {
        return "http://127.0.0.1:" + environment.get("HUB_HTTP_PORT");
    }

    public String opsUrl() {
        return "http://127.0.0.1:" + environment.get("HUB_OPS_PORT");
    }

    /** Its routes, mappings and settings, to be changed before a start. */
    public Path home() {
        return home;
    }

    public World world() {
        return world;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public void stop() {
        if (isAlive()) {
            process.stop();
        }
    }

    void end() {
        if (isAlive()) {
            process.kill();
        }
    }

    public void kill() {
        process.kill();
    }

    public void hang() {
        process.hang();
    }

    public void goOn() {
        process.goOn();
    }

    /** All that it has written. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String tail() {
        return process.tail();
    }
}
