package hub.operations.console;

import hub.operations.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the passwords of the first users, once and never to the log: at the terminal, or where there is none by a file that the launcher shows and deletes. */
final class FirstPasswords {

    private static final Logger LOG = LoggerFactory.getLogger(FirstPasswords.class);
    private static final String NAME = "first-passwords";

    private FirstPasswords() {
    }

    /** @param terminal where a person reads what the launcher copies from the output to the log as well; null where nobody does */
    static void make(Users users, Path data, String terminal) {
        var passwords = users.makeFirst();
        if (passwords.isEmpty()) {
            return;
        }
        if (!isShown(text(passwords), terminal)) {
            leave(data.resolve(NAME), text(passwords));
            LOG.info("users viewer and operator were made, so that somebody can log in; their passwords are in {}: read and delete it", data.resolve(NAME));
        }
    }

    private static boolean isShown(String text, String terminal) {
        if (System.console() != null) {
            System.console().printf("%n%s%n", text);
            return true;
        }
        try {
            if (terminal != null) {
                Files.writeString(Path.of(terminal), "%n%s%n".formatted(text), StandardOpenOption.WRITE);
            }
            return terminal != null;
        } catch (IOException unreachable) {
            return false;
        }
    }

    static String text(Map<String, String> passwords) {
        return passwords.entrySet().stream().map(entry -> "  %-13s %s%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", "The first users of the console. Their passwords are shown this once; ./hub user makes others.%n".formatted(), ""));
    }

    private static void leave(Path file, String text) {
        try {
            WholeFile.write(file, text, WholeFile.PRIVATE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
