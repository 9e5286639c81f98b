package bench.peer.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Service;

/** Formats and checks entities; what is refused is recorded, and goes no further. */
@Service
public class Entities {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<EntityType, JsonSchema> schemas = new EnumMap<>(EntityType.class);
    private final JdbcClient sql;

    public Entities(JdbcClient sql) throws IOException {
        this.sql = sql;
        var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        for (var type : EntityType.values()) {
            schemas.put(type, factory.getSchema(JSON.readTree(Files.readString(Path.of("mappings/pipeline", type + ".schema.json"))), config));
        }
    }

    /** From dataQueue to the queue of the type. */
    public Message<String> format(Message<String> message) throws JsonProcessingException {
        var id = String.valueOf(message.getHeaders().getId());
        var envelope = read(message.getPayload());
        var type = envelope == null ? null : type(envelope.path("type").asText());
        if (type == null || !envelope.path("data").isObject() || envelope.path("data").isEmpty()) {
            return refuse(id, type == null ? "invalid type" : "empty data", message.getPayload());
        }
        var entity = JSON.createObjectNode().put("recordId", id);
        entity.setAll((ObjectNode) envelope.path("data"));
        entity.put("recordId", id);
        return MessageBuilder.withPayload(JSON.writeValueAsString(entity)).setHeader("type", type.name()).setHeader("recordId", id).setHeader("queue", type.queue).build();
    }

    /** From the queue of a type to its topic. */
    public Message<String> check(Message<String> message) {
        var id = String.valueOf(message.getHeaders().getId());
        var type = type(String.valueOf(message.getHeaders().get("type")));
        var entity = read(message.getPayload());
        if (type == null || entity == null) {
            return refuse(id, "invalid type or no JSON", message.getPayload());
        }
        var faults = schemas.get(type).validate(entity);
        if (!faults.isEmpty()) {
            return refuse(id, faults.iterator().next().getMessage(), message.getPayload());
        }
        return MessageBuilder.withPayload(message.getPayload()).setHeader("type", type.name()).setHeader("recordId", entity.path("recordId").asText())
                .setHeader("topic", type.topic).setHeader("key", entity.path(type.key).asText()).build();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static EntityType type(String name) {
        return Arrays.stream(EntityType.values()).filter(type -> type.name().equals(name)).findFirst().orElse(null);
    }

    private Message<String> refuse(String id, String reason, String body) {
        sql.sql("insert into refused (message_id, reason, body) values (?, ?, ?) on conflict do nothing").params(id, reason, body).update();
        return null;
    }
}
