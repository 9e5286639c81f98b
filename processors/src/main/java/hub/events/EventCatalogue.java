package hub.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event types that the hub knows, one JSON Schema (2020-12) each for its {@code data}: {@code mappings/events/<type>.schema.json}.
 * Schemas are compiled once; {@code format} is asserted.
 */
public final class EventCatalogue {

    private static final String SUFFIX = ".schema.json";
    private final Map<String, JsonSchema> schemas;

    private EventCatalogue(Map<String, JsonSchema> schemas) {
        this.schemas = schemas;
    }

    /** Loads and compiles every schema of the directory; a broken one is a fault that names its file. */
    public static EventCatalogue load(Path directory) {
        var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).pathType(PathType.JSON_POINTER).build();
        var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        var schemas = new TreeMap<String, JsonSchema>();
        try (var files = Files.list(directory)) {
            for (var file : files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList()) {
                var name = file.getFileName().toString();
                try {
                    var schema = factory.getSchema(file.toUri(), Json.read(Files.readString(file)), config);
                    schema.initializeValidators();
                    schemas.put(name.substring(0, name.length() - SUFFIX.length()), schema);
                } catch (RuntimeException e) {
                    throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EventCatalogue(schemas);
    }

    public Set<String> types() {
        return schemas.keySet();
    }

    public boolean knows(String type) {
        return schemas.containsKey(type);
    }

    /** What is wrong with the data of an event of this type, each as {@code data/pointer: message}; empty when it is valid. */
    public List<String> faults(String type, JsonNode data) {
        var schema = schemas.get(type);
        if (schema == null) {
            return List.of("unknown event type " + type);
        }
        return schema.validate(data).stream().map(fault -> "data" + fault.getInstanceLocation() + ": " + fault.getError()).sorted().toList();
    }
}
