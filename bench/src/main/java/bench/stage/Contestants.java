package bench.stage;

import bench.Options;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

    /** What is looked for in a contestant that runs. */
    public interface Check<C> {
        /** @return what is wrong */
        List<String> of(C contestant) throws Exception;
    }

    /** Starts those that are to be checked one after the other, checks each, and ends it. @return what is wrong with all of them */
    public <C> List<String> check(List<C> contestants, Function<C, Contestant> program, Check<C> check) throws Exception {
        var findings = new ArrayList<String>();
        for (var contestant : contestants) {
            if (options.takes(program.apply(contestant).name())) {
                options.progress("check: " + program.apply(contestant).name());
                try (var process = program.apply(contestant).process()) {
                    process.start();
                    findings.addAll(check.of(contestant));
                }
            }
        }
        return findings;
    }

    /** The hub as it is delivered, by its launcher. */
    public Contestant hub() {
        int port = Stage.freePort();
        int operations = Stage.freePort();
        var environment = new HashMap<>(stage.environment());
        environment.put("HUB_HTTP_PORT", String.valueOf(port));
        environment.put("HUB_OPS_PORT", String.valueOf(operations));
        environment.put("HUB_JAVA_OPTS", String.join(" ", options("hub", options.hubJvm())));
        return new Contestant(HUB, process(List.of(stage.home().resolve("hub").toString(), "run"), environment,
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
        var command = new ArrayList<>(List.of(JavaProcess.JAVA));
        command.addAll(options(database, Contestant.JVM));
        command.addAll(List.of("-cp", classPath, main));
        return new Contestant(name, process(command, Contestant.settings(stage, port, database), URI.create("http://127.0.0.1:" + port + "/health"), database),
                port, stage.jdbcUrl(database));
    }

    private List<String> options(String name, List<String> jvm) {
        var all = new ArrayList<>(jvm);
        if (!options.heap().isEmpty()) {
            all.add("-Xmx" + options.heap());
        }
        if (options.profile()) {
            all.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + stage.directory().resolve(name + ".jfr"));
        }
        return all;
    }

    private JavaProcess process(List<String> command, Map<String, String> environment, URI ready, String name) {
        return new JavaProcess(command, environment, stage.home(), stage.directory().resolve(name + ".log"), ready);
    }
}
