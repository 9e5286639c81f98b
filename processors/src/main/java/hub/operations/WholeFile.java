package hub.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of the data directory that others read while they are written: there is the old text or the new one, and nobody else reads it before it has its permissions. */
public final class WholeFile {

    /** Readable by its user alone. */
    public static final String PRIVATE = "rw-------";

    private WholeFile() {
    }

    /** Writes a file anew, whose directory exists. @param permissions as {@link #PRIVATE} */
    public static void write(Path file, String text, String permissions) throws IOException {
        var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
