package hub;

import hub.failures.RetryDelays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The hub's settings, from {@code application.properties} and {@code schedules/*.properties} of its home directory, with the environment over them. */
final class Settings {

    private final CamelContext camelContext;

    Settings(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Where Camel finds the settings: files of the working directory, which is the hub's home. */
    static String locations() {
        try (var schedules = Files.isDirectory(Path.of("schedules")) ? Files.list(Path.of("schedules")) : Stream.<Path>empty()) {
            return Stream.concat(Stream.of(Path.of("application.properties")), schedules.filter(file -> file.toString().endsWith(".properties")).sorted())
                    .map(file -> "file:" + file).collect(Collectors.joining(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        return camelContext.resolvePropertyPlaceholders("{{" + name + "}}");
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** Values separated by commas; none where it is empty. */
    Set<String> values(String name) {
        return Stream.of(text(name).split(",")).map(String::strip).filter(value -> !value.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** The settings below a prefix, each by the rest of its name. */
    Map<String, String> below(String prefix) {
        var names = camelContext.getPropertiesComponent().loadProperties(name -> name.startsWith(prefix + ".")).stringPropertyNames();
        return names.stream().collect(Collectors.toUnmodifiableMap(name -> name.substring(prefix.length() + 1), this::text));
    }

    Duration duration(String name) {
        return RetryDelays.duration(text(name));
    }
}
