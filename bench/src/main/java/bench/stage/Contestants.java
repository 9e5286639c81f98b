package bench.stage;

import bench.Options;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hub, and programs that do the same without it. */
public final class Contestants {

    public static final String HUB = "hub";
    public static final String BARE = "bare clients";
    public static final String SPRING = "Spring Integration";

    private final Stage stage;

    private final Options options;

    public Contestants(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** The hub as it is delivered. */
    public Contestant hub() {
        int port = Stage.freePort();
        int operations = Stage.freePort();
        var environment = new HashMap<>(stage.environment());
        environment.put("HUB_HTTP_PORT", String.valueOf(port));
        environment.put("HUB_OPS_PORT", String.valueOf(operations));
        var jvm = new ArrayList<>(Contestant.JVM);
        jvm.addAll(options.hubJvm());
        return new Contestant(HUB, process(jvm, stage.classPath("processors/target", "hub-processors"), "hub.Hub", List.of("run"), environment,
                URI.create("http://127.0.0.1:" + operations + "/observe/health/ready"), "hub"), port, stage.jdbcUrl("hub"));
    }

    /** A hand-written program. @param database made for it */
    public Contestant bare(String main, String database) throws SQLException {
        return other(BARE, stage.classPath("bench/target", "hub-bench"), main, database);
    }

    /** A Spring Boot application. @param database made for it */
    public Contestant spring(String main, String database) throws SQLException {
        return other(SPRING, stage.classPath("bench/peer/target", "hub-bench-peer"), main, database);
    }

    private Contestant other(String name, String classPath, String main, String database) throws SQLException {
        stage.createDatabase(database);
        int port = Stage.freePort();
        return new Contestant(name, process(Contestant.JVM, classPath, main, List.of(), Contestant.settings(stage, port, database),
                URI.create("http://127.0.0.1:" + port + "/health"), database), port, stage.jdbcUrl(database));
    }

    private JavaProcess process(List<String> jvm, String classPath, String main, List<String> arguments, Map<String, String> environment, URI ready, String log) {
        var command = new ArrayList<>(jvm);
        if (options.profile()) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + stage.directory().resolve(log + ".jfr"));
        }
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        Path file = stage.directory().resolve(log + ".log");
        return new JavaProcess(command, environment, stage.home(), file, ready);
    }
}
