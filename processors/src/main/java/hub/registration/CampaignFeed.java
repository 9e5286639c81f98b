package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Event;
import hub.events.Json;
import hub.events.Sends;
import hub.queues.Letter;
import hub.queues.Mailing;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feeds the data pipeline when a campaign changes (presale registration, use case 5, step 1): the campaign, each of its markets, and each event of a market.
 * Only for campaigns with {@code options.dataPipeline}. What is nobody's business in analytics (gates with their lists, shared codes) stays behind.
 */
public final class CampaignFeed {

    private static final List<String> OF_CAMPAIGN = List.of("name", "status", "date", "defaultRegion", "locales", "requiredFields", "options");
    private static final List<String> OF_MARKET = List.of("name", "timeZone", "capacity", "selectionRatio", "presale", "link", "date");

    /** The campaign that an event says has changed. */
    public String campaign(Event campaignChanged) {
        return campaignChanged.data().path("campaignId").asText();
    }

    /** Letters with the entities of a changed campaign; none where there is no campaign, or it does not feed the pipeline. @param position of the event */
    @Sends("queue:dataQueue")
    public Mailing letters(String campaignId, String document, long position) {
        var campaign = document == null || document.isBlank() ? Json.MAPPER.createObjectNode() : Json.read(document);
        if (!campaign.at("/options/dataPipeline").asBoolean()) {
            return new Mailing(List.of());
        }
        var why = Causation.current();
        return new Mailing(entities(campaignId, campaign).map(entity -> letter(entity, position, why)).toList());
    }

    static Stream<ObjectNode> entities(String campaignId, JsonNode campaign) {
        var entities = Stream.<ObjectNode>builder();
        entities.add(DataQueue.entity("CAMPAIGN", data(campaign, OF_CAMPAIGN).put("campaignId", campaignId)));
        campaign.path("markets").forEach(market -> {
            var marketId = market.path("marketId").asText();
            entities.add(DataQueue.entity("MARKET", data(market, OF_MARKET).put("campaignId", campaignId).put("marketId", marketId)));
            market.path("eventIds").forEach(event -> entities.add(DataQueue.entity("EVENT_MAPPING",
                    Json.MAPPER.createObjectNode().put("campaignId", campaignId).put("marketId", marketId).put("eventId", event.asText()))));
        });
        return entities.build();
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
    private static Letter letter(ObjectNode entity, long position, Causation why) {
        var data = entity.path("data");
        var recordId = DataQueue.recordId(position, entity.path("type"), data.path("marketId").asText(), data.path("eventId").asText());
        return DataQueue.letter(recordId, recordId, entity, why);
    }
}
