package sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory where the backends keep their data, claimed by one sandbox at a time. The claim is a lock on
 * {@code sandbox.pid}, so it ends with the process however that ends.
 */
final class DataDirectory implements Closeable {

    private final Path pidFile;
    private final FileChannel channel;

    private DataDirectory(Path pidFile, FileChannel channel) {
        this.pidFile = pidFile;
        this.channel = channel;
    }

    /** @throws CannotStart when another sandbox uses the directory, or it cannot be written */
    static DataDirectory claim(Path directory) {
        Path pidFile = directory.resolve("sandbox.pid");
        try {
            Files.createDirectories(directory);
            var channel = FileChannel.open(pidFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new CannotStart("%s is in use by another sandbox, process %s; set HUB_DATA to use another directory"
                        .formatted(directory, Files.readString(pidFile).strip()));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(pidFile, channel);
        } catch (IOException e) {
            throw new CannotStart("the data directory " + directory + " cannot be used: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(pidFile);
        channel.close();
    }
}
