package sandbox.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL server of a data directory that outlived the sandbox which started it, as after {@code kill -9}. */
final class LeftoverPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostgres.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Path cluster;
    private final Path pidFile;

    LeftoverPostgres(Path cluster) {
        this.cluster = cluster.toAbsolutePath().normalize();
        this.pidFile = cluster.resolve("postmaster.pid");
    }

    /**
     * Stops the server if there is one, and removes a pid file that names no server of this directory: the number may
     * belong to another process by now, and PostgreSQL would refuse to start.
     *
     * @throws IllegalStateException when the server does not end
     */
    void stop() throws IOException, InterruptedException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server = running();
        if (server.isPresent()) {
            LOG.info("Stopping the PostgreSQL server {} that an earlier run left behind", server.get().pid());
            if (!endsAfter("INT", server.get()) && !endsAfter("QUIT", server.get())) {
                throw new IllegalStateException("the PostgreSQL server %d of %s does not stop".formatted(server.get().pid(), cluster));
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> running() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::servesThisCluster);
    }

    private boolean servesThisCluster(ProcessHandle process) {
        boolean postgres = process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
        return postgres && process.info().arguments().stream().flatMap(Arrays::stream)
                .anyMatch(argument -> Path.of(argument).toAbsolutePath().normalize().equals(cluster));
    }

    /** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one; Java itself can send neither. */
    private static boolean endsAfter(String signal, ProcessHandle server) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).inheritIO().start().waitFor();
        try {
            server.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
