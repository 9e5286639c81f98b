package hub.operations.validation;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The properties that placeholders stand for: {@code application.properties}, the schedules, overrides, JVM and environment. */
final class Settings {

    /** A property and where it is set. */
    record Property(Path file, int line, String name, String value) {
    }

    /** A text with its placeholders filled in, and the names of those that stand for nothing. */
    record Resolved(String text, List<String> missing) {
    }

    /** Stand for the braces of a placeholder that stays, so that it is not looked at twice. */
    private static final char OPEN = '\u0001';
    private static final char CLOSE = '\u0002';
    private static final int DEEPEST = 200;

    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Map<String, String> overrides;

    Settings(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    /** Reads a file of properties; a name that is set twice is a fault, for the second silently wins. */
    void read(Path home, Path path, Faults faults) {
        var file = home.relativize(path);
        try {
            var pending = new StringBuilder();
            var number = 0;
            var first = 1;
            for (var line : Files.readAllLines(path)) {
                number++;
                if (pending.isEmpty()) {
                    first = number;
                }
                pending.append(line).append('\n');
                var comment = line.stripLeading().startsWith("#") && first == number;
                if (comment || !line.endsWith("\\")) {
                    add(file, first, pending.toString(), faults);
                    pending.setLength(0);
                }
            }
            add(file, first, pending.toString(), faults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path file, int line, String logicalLine, Faults faults) throws IOException {
        var parsed = new Properties();
        try {
            parsed.load(new StringReader(logicalLine));
        } catch (IllegalArgumentException e) {
            faults.add(file, line, "cannot be read: " + e.getMessage());
        }
        for (var name : parsed.stringPropertyNames()) {
            var earlier = properties.put(name, new Property(file, line, name, parsed.getProperty(name)));
            if (earlier != null) {
                faults.add(file, line, "'" + name + "' is already set at " + earlier.file() + ":" + earlier.line());
            }
        }
    }

    List<Property> all() {
        return List.copyOf(properties.values());
    }

    Resolved resolve(String text) {
        return resolve(text, Set.of());
    }

    /** Fills in every placeholder but those of the given names, which are known only later, and optional ones without a value. */
    Resolved resolve(String text, Set<String> later) {
        var missing = new ArrayList<String>();
        var result = text;
        for (var depth = 0; depth < DEEPEST; depth++) {
            var end = result.indexOf("}}");
            var start = end < 0 ? -1 : result.lastIndexOf("{{", end);
            if (start < 0) {
                break;
            }
            var placeholder = result.substring(start + 2, end).strip();
            var value = depth == DEEPEST - 1 ? Optional.<String>empty() : value(placeholder, later);
            if (value.isEmpty()) {
                missing.add(placeholder);
            }
            result = result.substring(0, start) + value.orElse(kept(placeholder)) + result.substring(end + 2);
        }
        return new Resolved(result.replace(OPEN + "", "{{").replace(CLOSE + "", "}}"), missing);
    }

    private Optional<String> value(String placeholder, Set<String> later) {
        var optional = placeholder.startsWith("?");
        var bare = optional || placeholder.startsWith("!") ? placeholder.substring(1) : placeholder;
        if (bare.startsWith("bean:") || bare.startsWith("service") || bare.indexOf(OPEN) >= 0) {
            return Optional.of(kept(placeholder));
        }
        var function = bare.startsWith("env:") || bare.startsWith("sys:") ? bare.substring(0, 4) : "";
        var parts = bare.substring(function.length()).split(":", 2);
        if (function.isEmpty() && later.contains(parts[0])) {
            return Optional.of(kept(placeholder));
        }
        var value = switch (function) {
            case "env:" -> environment(parts[0]);
            case "sys:" -> Optional.ofNullable(System.getProperty(parts[0]));
            default -> get(parts[0]);
        };
        return value.or(() -> parts.length == 2 ? Optional.of(parts[1]) : Optional.empty())
                .or(() -> optional ? Optional.of(kept(placeholder)) : Optional.empty());
    }

    private Optional<String> get(String name) {
        return Optional.ofNullable(overrides.get(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> environment(name))
                .or(() -> Optional.ofNullable(properties.get(name)).map(Property::value));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .or(() -> Optional.ofNullable(System.getenv(name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_'))));
    }

    private static String kept(String placeholder) {
        return OPEN + placeholder + CLOSE;
    }
}
