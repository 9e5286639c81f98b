package hub.operations.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** REST contracts below the hub's home, as far as the map tells of them. */
final class Contracts {

    /**
     * An operation.
     *
     * @param base    path that all operations of its contract are below
     * @param input   name of the direct input of the route that serves it
     * @param prepare of the route that runs before; may be empty
     */
    record Operation(String method, String base, String path, String summary, String input, String prepare) { }

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private final Path home;

    Contracts(Path home) {
        this.home = home;
    }

    /** @param specification as a route names it: {@code file:mappings/openapi/awards.yaml} */
    List<Operation> operations(String specification) {
        try {
            return operations(YAML.readTree(home.resolve(specification.replaceFirst("^file:", "")).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("contract " + specification, e);
        }
    }

    private static List<Operation> operations(JsonNode contract) {
        var base = contract.at("/servers/0/url").asText("");
        var operations = new ArrayList<Operation>();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().stream().filter(method -> METHODS.contains(method.getKey())).forEach(method -> {
            var operation = method.getValue();
            operations.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), base, path.getKey(), operation.path("summary").asText(""), operation.path("operationId").asText(""),
                    operation.path("x-prepare").asText("")));
        }));
        return operations;
    }
}
