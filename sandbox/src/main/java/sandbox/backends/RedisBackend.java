package sandbox.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** Redis, a real binary in a process of its own; every write goes to its append-only file before it is answered. */
public final class RedisBackend implements Backend {

    private static final List<String> ORDERLY_THEN_AT_ONCE = List.of("TERM", "KILL");

    private RedisServer server;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String portVariable() {
        return "REDIS_PORT";
    }

    @Override
    public int defaultPort() {
        return 6379;
    }

    @Override
    public String address(int publicPort) {
        return "redis://127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) throws Exception {
        Path data = site.data().toAbsolutePath();
        Path configuration = data.resolve("redis.conf");
        Path pidFile = data.resolve("redis.pid");
        // The server of a killed sandbox would go on writing to the same file.
        new Leftover("redis-server", pidFile, configuration, ORDERLY_THEN_AT_ONCE).stop();
        Files.writeString(configuration, """
                bind 127.0.0.1
                port %d
                dir "%s"
                pidfile "%s"
                appendonly yes
                save ""
                # The command line stays as it is: it tells whose server this is.
                set-proc-title no
                """.formatted(site.port(), data, pidFile));
        Path program = ExecutableProvider.newJarResourceProvider(data.toFile()).get().toPath();
        server = new RedisServer(site.port(), List.of(program.toString(), configuration.toString()), false);
        server.start();
    }

    @Override
    public void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
    }
}
