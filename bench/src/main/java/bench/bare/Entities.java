package bench.bare;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of the data pipeline, with queue, topic, key and schema of each. */
final class Entities {

    /** Most messages worked on at once. */
    static final int BATCH = 50;
    static final String PREFIX = "bare-";

    record Type(String name, String queue, String topic, String key) { }

    static final List<Type> TYPES = List.of(
            new Type("CAMPAIGN", PREFIX + "campaignDataQueue", PREFIX + "campaign", "campaignId"),
            new Type("EVENT_MAPPING", PREFIX + "eventMappingDataQueue", PREFIX + "event-mapping", "eventId"),
            new Type("MARKET", PREFIX + "marketDataQueue", PREFIX + "market", "marketId"),
            new Type("REGISTERED_MARKET", PREFIX + "registeredMarketDataQueue", PREFIX + "registered-market", "globalUserId"),
            new Type("REGISTRATION", PREFIX + "registrationDataQueue", PREFIX + "registration", "globalUserId"));

    private final Map<String, JsonSchema> schemas = new HashMap<>();

    /** @param directory of the schemas, compiled once */
    Entities(Path directory) throws IOException {
        var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        for (var type : TYPES) {
            schemas.put(type.name(), factory.getSchema(Json.MAPPER.readTree(Files.readString(directory.resolve(type.name() + ".schema.json"))), config));
        }
    }

    static Type named(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst().orElse(null);
    }

    /** What is wrong with an entity, or null. */
    String fault(Type type, JsonNode entity) {
        var faults = schemas.get(type.name()).validate(entity);
        return faults.isEmpty() ? null : faults.iterator().next().getMessage();
    }
}
