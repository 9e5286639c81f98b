package sandbox.backends;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** Redis, a real binary in a process of its own; every write goes to its append-only file before it is answered. */
public final class RedisBackend implements Backend {

    private static final List<String> ORDERLY_THEN_AT_ONCE = List.of("TERM", "KILL");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FILE_BUSY = "error=26";
    private static final String PONG = "+PONG";

    private Process server;

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
        // Not by the library's server: that gives a process up while the virtual machine ends, and leaves it behind.
        server = launch(new ProcessBuilder(program.toString(), configuration.toString()).redirectErrorStream(true).redirectOutput(Redirect.appendTo(data.resolve("redis.log").toFile())));
        awaitAnswer(site.port());
    }

    /** A process that another backend begins at this moment has the program open, as it was written a moment ago, until it is a program itself. */
    private static Process launch(ProcessBuilder program) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return program.start();
            } catch (IOException e) {
                if (!e.getMessage().contains(FILE_BUSY) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** It takes connections before it has read its file, and answers when it has. */
    private void awaitAnswer(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(port)) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(server.isAlive() ? "no answer within " + PATIENCE.toSeconds() + " s, see redis.log" : "it ended with " + server.exitValue() + ", see redis.log");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(PONG.length()), StandardCharsets.US_ASCII).equals(PONG);
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void stop() throws InterruptedException {
        if (server == null) {
            return;
        }
        server.destroy();
        if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
