package hub.registration.selection;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.registration.selection.StartResult.NotClosed;
import hub.registration.selection.StartResult.SelectionSizeUnset;
import hub.registration.selection.StartResult.UnknownCampaign;
import hub.registration.selection.StartResult.UnknownMarket;
import java.math.BigDecimal;

/** A market whose winners may be selected: its campaign is closed, and something says how many win. @param sharedCode whether all winners get one code */
public record MarketToSelect(String campaignId, String marketId, Size size, boolean sharedCode) implements Selectable {

    private static final String CLOSED = "CLOSED";

    /** Judges a market by the document of its campaign. @param document null where there is no campaign */
    static Selectable judge(StartSelection start, String document) {
        if (document == null || document.isBlank() || start.campaignId().indexOf('#') >= 0) {   // such an id would be taken apart wrongly in the keys of the demand table
            return new UnknownCampaign();
        }
        var campaign = Json.read(document);
        var market = market(campaign, start.marketId());
        if (market.isMissingNode()) {
            return new UnknownMarket();
        }
        if (!campaign.path("status").asText().equals(CLOSED)) {
            return new NotClosed();
        }
        var size = new Size(capacity(market.path("capacity")), ratio(market.path("selectionRatio")));
        return size.isUnset() ? new SelectionSizeUnset() : new MarketToSelect(start.campaignId(), start.marketId(), size, isShared(market.path("sharedCode")));
    }

    private static JsonNode market(JsonNode campaign, String marketId) {
        for (var market : campaign.path("markets")) {
            if (market.path("marketId").asText().equals(marketId)) {
                return market;
            }
        }
        return Json.MAPPER.missingNode();
    }

    private static Long capacity(JsonNode capacity) {
        return capacity.isIntegralNumber() && capacity.canConvertToLong() && capacity.longValue() >= 0 ? capacity.longValue() : null;
    }

    private static BigDecimal ratio(JsonNode ratio) {
        return ratio.isNumber() && ratio.decimalValue().signum() >= 0 ? ratio.decimalValue().min(BigDecimal.ONE) : null;
    }

    /** The contract has a flag; a campaign that names the code itself means the same. */
    private static boolean isShared(JsonNode sharedCode) {
        return sharedCode.asBoolean() || sharedCode.isTextual() && !sharedCode.asText().isBlank() && !sharedCode.asText().equalsIgnoreCase("false");
    }
}
