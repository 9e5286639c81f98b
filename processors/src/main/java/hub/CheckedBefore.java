package hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remembers what was found to be without faults, so that a hub that starts again unchanged does not check again: a check costs as much as half a start. What
 * is remembered is a hash of every file that a check reads, of the hub's own libraries, and of the environment variables that those files name.
 */
final class CheckedBefore {

    private static final List<String> READ = List.of("application.properties", "schedules", "routes", "mappings");
    /** What names a variable: a placeholder, or a property, which the variable of its name overrides. */
    private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z0-9_]+)|(?m)^([A-Za-z0-9._-]+)\\s*=");
    private static final String MARK = "checked";
    private final Path home;
    private final Path data;
    private final Path code;
    private final Map<String, String> environment;
    private volatile String checked;

    /**
     * @param home of the routes and settings
     * @param data where the mark is kept
     * @param code the hub's jar; where it is none, nothing is remembered
     */
    CheckedBefore(Path home, Path data, Path code, Map<String, String> environment) {
        this.home = home;
        this.data = data;
        this.code = code;
        this.environment = environment;
    }

    /** Runs the check, unless exactly this was remembered. @return its faults */
    <T> List<T> orElse(Supplier<List<T>> check) {
        if (!Files.isRegularFile(code)) {
            return check.get();
        }
        try {
            checked = fingerprint();
            return Files.exists(mark()) && Files.readString(mark()).equals(checked) ? List.of() : check.get();
        } catch (IOException e) {
            throw new UncheckedIOException("what the hub is told to run cannot be read", e);
        }
    }

    /** Remembers that what was checked has no faults. */
    void remember() {
        if (checked == null) {
            return;
        }
        try {
            Files.createDirectories(data);
            Files.writeString(mark(), checked);
        } catch (IOException e) {
            throw new UncheckedIOException(data + " cannot be written", e);
        }
    }

    private Path mark() {
        return data.resolve(MARK);
    }

    private String fingerprint() throws IOException {
        var digest = sha256();
        var variables = new TreeSet<String>();
        for (var root : READ) {
            for (var file : filesOf(home.resolve(root))) {
                var content = Files.readAllBytes(file);
                add(digest, home.relativize(file).toString());
                digest.update(content);
                VARIABLE.matcher(new String(content, StandardCharsets.UTF_8)).results()
                        .forEach(named -> variables.add(named.group(1) != null ? named.group(1) : named.group(2).toUpperCase(Locale.ROOT).replaceAll("[-.]", "_")));
            }
        }
        for (var variable : variables) {
            add(digest, variable + "=" + environment.get(variable));
        }
        for (var library : filesOf(code.resolveSibling("lib"))) {
            add(digest, library.getFileName().toString());
        }
        digest.update(Files.readAllBytes(code));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> filesOf(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
