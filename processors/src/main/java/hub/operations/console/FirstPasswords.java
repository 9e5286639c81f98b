package hub.operations.console;

import hub.operations.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

    static void make(Users users, Path data) {
        var passwords = users.makeFirst();
        if (passwords.isEmpty()) {
            return;
        }
        var terminal = System.console();
        if (terminal != null) {
            terminal.printf("%n%s%n", text(passwords));
        } else {
            leave(data.resolve(NAME), text(passwords));
            LOG.info("users viewer and operator were made, so that somebody can log in; their passwords are in {}: read and delete it", data.resolve(NAME));
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
