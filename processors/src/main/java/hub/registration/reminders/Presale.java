package hub.registration.reminders;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** What fans are told of a presale. @param starts in the market's zone; null where time or zone cannot be read @param link null where there is none */
record Presale(String campaign, String market, ZonedDateTime starts, String link) {

    /** Of a market in the campaign service's document. @return without a start where the document does not have the market */
    static Presale of(String campaignId, String marketId, String document) {
        var campaign = Json.read(document);
        for (var market : campaign.path("markets")) {
            if (market.path("marketId").asText().equals(marketId)) {
                return new Presale(text(campaign, "name", campaignId), text(market, "name", marketId), starts(market), text(market, "link", null));
            }
        }
        return new Presale(campaignId, marketId, null, null);
    }

    private static String text(JsonNode node, String field, String otherwise) {
        var value = node.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : otherwise;
    }

    private static ZonedDateTime starts(JsonNode market) {
        try {
            Instant presale = OffsetDateTime.parse(market.path("presale").asText()).toInstant();
            return presale.atZone(ZoneId.of(market.path("timeZone").asText()));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
