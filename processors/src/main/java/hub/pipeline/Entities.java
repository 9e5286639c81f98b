package hub.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Sends;
import hub.queues.FanOut;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * The first stage: tells valid messages of {@code dataQueue} from invalid ones, and formats the valid ones for their topic (presale registration, use
 * case 5, steps 3 to 5). The schema of the type is the second stage's concern.
 */
public final class Entities {

    /** Refused are: no JSON object, a type that the pipeline does not have, no data or empty data. What is too large for a queue is held. */
    @Sends({"queue:campaignDataQueue", "queue:eventMappingDataQueue", "queue:marketDataQueue", "queue:registeredMarketDataQueue", "queue:registrationDataQueue"})
    public FanOut format(List<QueueMessage> batch) {
        var outcomes = Outcomes.of(batch);
        var entities = new ArrayList<Letter>(batch.size());
        for (var message : batch) {
            try {
                var entity = format(message);
                if (entity.size() > Letter.MOST_BYTES) {
                    outcomes.parked(message.id(), Publisher.TOO_LARGE, "an entity of " + entity.size() + " bytes is over the " + Letter.MOST_BYTES + " bytes of a queue");
                } else {
                    entities.add(entity);
                }
            } catch (Invalid why) {
                outcomes.rejected(message.id(), why.code(), why.getMessage());
            }
        }
        return new FanOut(new Mailing(entities), outcomes);
    }

    private static Letter format(QueueMessage message) throws Invalid {
        var envelope = read(message.body());
        var type = type(envelope.path("type"));
        var recordId = message.recordId();
        var entity = Json.MAPPER.createObjectNode().put("recordId", recordId);
        data(envelope.path("data")).properties().forEach(field -> {
            if (!field.getKey().equals("recordId")) {
                entity.set(field.getKey(), field.getValue());
            }
        });
        var attributes = new HashMap<>(Letter.attributes(recordId, message.causation()));
        attributes.put("type", type.name());
        return new Letter(message.id(), type.queue(), Json.write(entity), attributes);
    }

    private static JsonNode read(String body) throws Invalid {
        try {
            var envelope = Json.MAPPER.readTree(body);
            if (!envelope.isObject()) {
                throw new Invalid("malformed-message", "the message is no JSON object");
            }
            return envelope;
        } catch (JsonProcessingException e) {
            throw new Invalid("malformed-message", "the message is not JSON: " + e.getOriginalMessage());
        }
    }

    private static EntityType type(JsonNode type) throws Invalid {
        return EntityType.named(type.asText()).filter(known -> type.isTextual())
                .orElseThrow(() -> new Invalid("invalid-type", type.isTextual() ? "the data pipeline has no type '" + type.asText() + "'" : "the message names no type"));
    }

    private static ObjectNode data(JsonNode data) throws Invalid {
        if (data.isMissingNode() || data.isNull() || data.isContainerNode() && data.isEmpty() || data.isTextual() && data.asText().isBlank()) {
            throw new Invalid("empty-data", "the message has no data");
        }
        if (!data.isObject()) {
            throw new Invalid("schema-violation", "data: " + data.getNodeType().name().toLowerCase(Locale.ROOT) + " found, object expected");
        }
        return (ObjectNode) data;
    }
}
