package hub.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tests start a hundred hubs, and a third of a start is finding and checking classes. The first hub that has come up leaves those it has in an archive, which the
 * virtual machine itself refuses where it does not fit. A sandbox cannot: a library of it names a directory on its class path.
 *
 * @param archive null for processes that leave nothing
 * @param leaves  whether there is none yet
 */
record LeftClasses(Path archive, boolean leaves) {

    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    static final LeftClasses NONE = new LeftClasses(null, false);

    /** @param jar whose build the archive has to be of */
    static LeftClasses of(Path jar) {
        var archive = World.HOME.resolve("acceptance/target/hub.jsa");
        try {
            return new LeftClasses(archive, !Files.exists(archive) || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> options() {
        if (archive == null) {
            return List.of();
        }
        return List.of(leaves ? "-XX:+RecordDynamicDumpInfo" : "-XX:SharedArchiveFile=" + archive, QUIET.get(0), QUIET.get(1));
    }

    /** Has a process that has come up write them, if nobody has. */
    void leave(Process process) {
        if (!leaves) {
            return;
        }
        var part = archive.resolveSibling(process.pid() + ".jsa");
        try {
            var dump = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(process.pid()), "VM.cds", "dynamic_dump", part.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!dump.waitFor(1, TimeUnit.MINUTES)) {
                dump.destroyForcibly();
            } else if (Files.exists(part)) {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
