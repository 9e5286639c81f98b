package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Event;
import hub.events.Json;
import hub.events.Unavailable;
import hub.queues.QueueServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Feeds the data pipeline when a campaign changes (presale registration, use case 5, step 1): the campaign, each of its markets, and each event of a market.
 * Only for campaigns with {@code options.dataPipeline}. What is nobody's business in analytics (gates with their lists, shared codes) stays behind.
 */
public final class CampaignFeed {

    private static final String QUEUE = "dataQueue";
    private static final List<String> OF_CAMPAIGN = List.of("name", "status", "date", "defaultRegion", "locales", "requiredFields", "options");
    private static final List<String> OF_MARKET = List.of("name", "timeZone", "capacity", "selectionRatio", "presale", "link", "date");
    /** Amazon's bounds of a request: messages, and bytes of all of them together. */
    private static final int MOST = 10;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int BYTES_OF_ATTRIBUTES = 512;
    private final QueueServer queues;

    /** @param queues knows the address of {@code dataQueue} */
    public CampaignFeed(QueueServer queues) {
        this.queues = queues;
    }

    private record Message(String recordId, String body) {

        int bytes() {
            return body.getBytes(StandardCharsets.UTF_8).length + BYTES_OF_ATTRIBUTES;
        }
    }

    /** The campaign that an event says has changed. */
    public String campaign(Event campaignChanged) {
        return campaignChanged.data().path("campaignId").asText();
    }

    /** The requests that send the entities of a changed campaign; none where there is no campaign, or it does not feed the pipeline. @param position of the event */
    public List<SendMessageBatchRequest> requests(String campaignId, String document, long position) {
        var campaign = document == null || document.isBlank() ? Json.MAPPER.createObjectNode() : Json.read(document);
        if (!campaign.at("/options/dataPipeline").asBoolean()) {
            return List.of();
        }
        var url = queues.url(QUEUE);
        return batches(entities(campaignId, campaign).map(entity -> message(entity, position)).toList()).stream().map(batch -> request(url, batch)).toList();
    }

    /** The queue has answered, and a 200 may name messages that it did not take. @throws Unavailable it did; all are sent again, and known by their record ids */
    public void sent(SendMessageBatchResponse answer) {
        if (answer.hasFailed() && !answer.failed().isEmpty()) {
            throw new Unavailable(QUEUE + " did not take " + answer.failed().size() + " messages: " + answer.failed().get(0).code(), null);
        }
    }

    static Stream<ObjectNode> entities(String campaignId, JsonNode campaign) {
        var entities = Stream.<ObjectNode>builder();
        entities.add(entity("CAMPAIGN", data(campaign, OF_CAMPAIGN).put("campaignId", campaignId)));
        campaign.path("markets").forEach(market -> {
            var marketId = market.path("marketId").asText();
            entities.add(entity("MARKET", data(market, OF_MARKET).put("campaignId", campaignId).put("marketId", marketId)));
            market.path("eventIds").forEach(event -> entities.add(entity("EVENT_MAPPING",
                    Json.MAPPER.createObjectNode().put("campaignId", campaignId).put("marketId", marketId).put("eventId", event.asText()))));
        });
        return entities.build();
    }

    private static ObjectNode entity(String type, ObjectNode data) {
        var entity = Json.MAPPER.createObjectNode().put("type", type);
        entity.set("data", data);
        return entity;
    }

    private static ObjectNode data(JsonNode from, List<String> fields) {
        var data = Json.MAPPER.createObjectNode();
        fields.forEach(field -> {
            if (from.hasNonNull(field)) {
                data.set(field, from.get(field));
            }
        });
        return data;
    }

    /** The record id is made of the event's position and of what the entity is, so that a repetition of this is known as one. */
    private static Message message(ObjectNode entity, long position) {
        var data = entity.path("data");
        var name = Json.write(List.of(position, entity.path("type"), data.path("marketId").asText(), data.path("eventId").asText()));
        return new Message(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), Json.write(entity));
    }

    private static List<List<Message>> batches(List<Message> messages) {
        var batches = new ArrayList<List<Message>>();
        int bytes = 0;
        for (var message : messages) {
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == MOST || bytes + message.bytes() > MOST_BYTES) {
                batches.add(new ArrayList<>(MOST));
                bytes = 0;
            }
            batches.get(batches.size() - 1).add(message);
            bytes += message.bytes();
        }
        return batches;
    }

    private static SendMessageBatchRequest request(String url, List<Message> batch) {
        var why = Causation.current();
        return SendMessageBatchRequest.builder().queueUrl(url).entries(IntStream.range(0, batch.size()).mapToObj(place -> SendMessageBatchRequestEntry.builder()
                .id(String.valueOf(place)).messageBody(batch.get(place).body())
                .messageAttributes(attributes(Map.of("recordId", batch.get(place).recordId(), "correlationid", why.correlationId(), "traceparent", why.traceparent())))
                .build()).toList()).build();
    }

    private static Map<String, MessageAttributeValue> attributes(Map<String, String> texts) {
        return texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                text -> MessageAttributeValue.builder().dataType("String").stringValue(text.getValue()).build()));
    }
}
