package sandbox.partners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Holds requests to what the partners' contracts say: {@code mappings/openapi/partners/<partner>.yaml}. */
public final class Contracts {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path directory;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4,
            builder -> builder.metaSchema(OpenApi30.getInstance()).defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    private final SchemaValidatorsConfig settings = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).pathType(PathType.JSON_POINTER).build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    public Contracts(Path directory) {
        this.directory = directory;
    }

    /** @param schema its name under {@code components/schemas} @throws RefusedCall (400) when the body does not fit, with what is wrong with it */
    public void check(String partner, String schema, String body) {
        var faults = schemas.computeIfAbsent(partner + ".yaml#/components/schemas/" + schema, this::load).validate(parsed(body));
        if (!faults.isEmpty()) {
            throw new RefusedCall(400, "Invalid body", faults.stream().map(Contracts::text).sorted().collect(Collectors.joining("; ")));
        }
    }

    private JsonSchema load(String place) {
        return factory.getSchema(SchemaLocation.of(directory.toUri() + place), settings);
    }

    private static JsonNode parsed(String body) {
        if (body == null || body.isBlank()) {
            throw new RefusedCall(400, "Invalid body", "the body is missing");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedCall(400, "Invalid body", e.getOriginalMessage());
        }
    }

    private static String text(ValidationMessage fault) {
        return fault.getInstanceLocation() + ": " + fault.getError();
    }
}
