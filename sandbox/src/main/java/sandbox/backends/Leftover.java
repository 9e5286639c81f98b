package sandbox.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in a process of its own that outlived the sandbox which started it, as after {@code kill -9}.
 *
 * @param program  how the name of its executable begins
 * @param pidFile  where the server writes its process id, in the first line
 * @param argument a path of its command line that no other sandbox's server has
 * @param signals  what ends it, the gentlest first
 */
record Leftover(String program, Path pidFile, Path argument, List<String> signals) {

    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
    private static final long PATIENCE_SECONDS = 10;

    /**
     * Stops the server if there is one, and removes a pid file that names no such server: the number may belong to another process by now,
     * and PostgreSQL would refuse to start.
     *
     * @throws IllegalStateException when the server does not end
     */
    void stop() throws IOException, InterruptedException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server = running();
        if (server.isPresent()) {
            LOG.info("Stopping the {} process {} that an earlier run left behind", program, server.get().pid());
            end(server.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> running() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isThisServer);
    }

    private boolean isThisServer(ProcessHandle process) {
        boolean sameProgram = process.info().command().filter(command -> Path.of(command).getFileName().toString().startsWith(program)).isPresent();
        return sameProgram && process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(given -> absolute(Path.of(given)).equals(absolute(argument)));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void end(ProcessHandle server) throws IOException, InterruptedException {
        for (String signal : signals) {
            if (endsAfter(signal, server)) {
                return;
            }
        }
        throw new IllegalStateException("the %s process %d of %s does not stop".formatted(program, server.pid(), argument));
    }

    /** Java itself can send only two of the signals. */
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
