package hub.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Schemas;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The second stage's check: what comes from a typed queue is of its type and fits the schema of the type, and becomes a Kafka record (presale
 * registration, use case 5, steps 9 to 11). What does not fit is refused for good.
 */
public final class EntityRecords {

    private static final int MAX_FAULTS = 5;
    private final Schemas schemas;

    /** @param schemas of the types, by their names */
    public EntityRecords(Schemas schemas) {
        this.schemas = schemas;
    }

    /** All messages of a batch come from one queue. */
    public Publication check(List<QueueMessage> batch) {
        var expected = EntityType.ofQueue(batch.get(0).queue());
        var outcomes = Outcomes.of(batch);
        var records = new ArrayList<Publication.Record>(batch.size());
        for (var message : batch) {
            try {
                records.add(record(message, expected));
            } catch (Invalid why) {
                outcomes.rejected(message.id(), why.code(), why.getMessage());
            }
        }
        return new Publication(expected.topic(), records, outcomes);
    }

    private Publication.Record record(QueueMessage message, EntityType expected) throws Invalid {
        requireType(message.attributes().get("type"), expected);
        var entity = read(message.body());
        var faults = schemas.faults(expected.name(), entity);
        if (!faults.isEmpty()) {
            throw new Invalid("schema-violation", String.join("; ", faults.subList(0, Math.min(faults.size(), MAX_FAULTS))));
        }
        var inBody = entity.path("recordId").asText("");
        var recordId = recordId(inBody, message.attributes().getOrDefault("recordId", ""));
        var value = inBody.isEmpty() ? Json.write(((ObjectNode) entity).put("recordId", recordId)) : message.body();
        var causation = message.causation();
        return new Publication.Record(message.id(), recordId, expected, entity.get(expected.key()).asText(), value, causation.traceparent(), causation.correlationId());
    }

    private static void requireType(String type, EntityType expected) throws Invalid {
        if (type == null || type.isBlank()) {
            throw new Invalid("missing-type", "the message has no attribute type");
        }
        if (EntityType.named(type).isEmpty()) {
            throw new Invalid("invalid-type", "the data pipeline has no type '" + type + "'");
        }
        if (!type.equals(expected.name())) {
            throw new Invalid("wrong-queue", "type " + type + " does not belong on " + expected.queue());
        }
    }

    private static JsonNode read(String body) throws Invalid {
        try {
            var entity = Json.MAPPER.readTree(body);
            if (entity.isObject()) {
                return entity;
            }
            throw new Invalid(entity.isMissingNode() ? "empty-data" : "malformed-message", "the message is no JSON object");
        } catch (JsonProcessingException e) {
            throw new Invalid("malformed-message", "the message is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String recordId(String inBody, String attribute) throws Invalid {
        if (inBody.isEmpty() && attribute.isEmpty()) {
            throw new Invalid("missing-record-id", "the message has no recordId, neither in its body nor as an attribute");
        }
        if (!inBody.isEmpty() && !attribute.isEmpty() && !inBody.equals(attribute)) {
            throw new Invalid("record-id-mismatch", "recordId is " + inBody + " in the body and " + attribute + " as an attribute");
        }
        return inBody.isEmpty() ? attribute : inBody;
    }
}
