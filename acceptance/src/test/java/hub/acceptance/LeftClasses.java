package hub.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tests start a hundred processes, and a third of a start is finding and checking classes. The first of a kind that stops leaves them in an archive, which the virtual machine
 * itself refuses where it does not fit.
 */
final class LeftClasses {

    private static final AtomicInteger PARTS = new AtomicInteger();

    private LeftClasses() {
    }

    /** What one process does about it: uses the archive, or writes one for those that come after it. */
    record Use(Path archive, Path part) {

        List<String> options() {
            var quiet = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
            return part == null ? List.of("-XX:SharedArchiveFile=" + archive, quiet.get(0), quiet.get(1)) : List.of("-XX:ArchiveClassesAtExit=" + part, quiet.get(0), quiet.get(1));
        }

        /** To be called when it had come up and has stopped in order, and so has written all its classes. */
        void leave() {
            if (part != null && Files.exists(part)) {
                try {
                    Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** @param jar whose build the archive has to be of */
    static Use of(String kind, Path jar) {
        var directory = World.HOME.resolve("acceptance/target");
        var archive = directory.resolve(kind + ".jsa");
        try {
            if (Files.exists(archive) && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0) {
                return new Use(archive, null);
            }
            return new Use(archive, directory.resolve(kind + "-" + ProcessHandle.current().pid() + "-" + PARTS.incrementAndGet() + ".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
