package sandbox.backends;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the topics and queues, which the project keeps as data. */
public final class YamlFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private YamlFile() {
    }

    /** @throws IllegalArgumentException when the file does not have the shape of the type; the message names the file */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            var tree = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file));
            return JSON.convertValue(tree, type);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
