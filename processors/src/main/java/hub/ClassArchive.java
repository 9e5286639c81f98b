package hub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the virtual machine has read and checked of the classes of a hub that ran, left to the next start of the same build, which is a third shorter with it.
 * The launcher asks for it where there is none yet ({@code -Dhub.class-archive}, with {@code -XX:+RecordDynamicDumpInfo}).
 */
final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    /** Null where none is asked for. */
    private final Path file;
    private volatile boolean complete;

    private ClassArchive(Path file) {
        this.file = file;
    }

    /** @param file null where none is asked for */
    static ClassArchive named(String file) {
        return new ClassArchive(file == null ? null : Path.of(file));
    }

    /** The hub has started, so its classes are there. */
    void complete() {
        complete = true;
    }

    /** Writes it, unless the hub never came to run: the archive of half a start would serve all later ones badly. Takes some seconds. */
    void leave() {
        if (file == null || !complete) {
            return;
        }
        var mine = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmCds",
                    new Object[] {new String[] {"dynamic_dump", mine.toString()}}, new String[] {String[].class.getName()});
            Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE);   // other hubs of the build may start, and stop, meanwhile
        } catch (JMException | IOException e) {
            LOG.warn("the classes of this hub are not left to the next start, which takes longer: {}", e.toString());
        }
    }
}
