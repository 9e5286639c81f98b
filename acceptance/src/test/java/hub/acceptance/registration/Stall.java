package hub.acceptance.registration;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A step at which a worker stalls. It runs inside the hub: while there is a file {@code stall} in the hub's home, the first that comes stays, which a file
 * {@code stalled} tells, and the others pass.
 */
public final class Stall {

    public void pass() throws IOException, InterruptedException {
        if (!Files.exists(Path.of("stall"))) {
            return;
        }
        try {
            Files.createFile(Path.of("stalled"));
        } catch (FileAlreadyExistsException another) {
            return;
        }
        while (Files.exists(Path.of("stall"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
