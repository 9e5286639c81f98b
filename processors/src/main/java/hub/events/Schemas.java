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

/** A directory of JSON Schemas (2020-12), {@code <name>.schema.json} each, compiled once; {@code format} is asserted. */
public final class Schemas {

    private static final String SUFFIX = ".schema.json";
    private final Map<String, JsonSchema> byName;

    private Schemas(Map<String, JsonSchema> byName) {
        this.byName = byName;
    }

    /** Loads and compiles every schema of the directory; a broken one is an {@link IllegalArgumentException} that names its file. */
    public static Schemas load(Path directory) {
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
        return new Schemas(schemas);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** The schema as its file has it. @throws IllegalArgumentException there is no such schema */
    public JsonNode text(String name) {
        return named(name).getSchemaNode();
    }

    /** What is wrong with the data, each as {@code data/pointer: message}; empty when it is valid. @throws IllegalArgumentException there is no such schema */
    public List<String> faults(String name, JsonNode data) {
        return named(name).validate(data).stream().map(fault -> "data" + fault.getInstanceLocation() + ": " + fault.getError()).sorted().toList();
    }

    private JsonSchema named(String name) {
        var schema = byName.get(name);
        if (schema == null) {
            throw new IllegalArgumentException("no schema " + name);
        }
        return schema;
    }
}
