package bench.bare.registration;

import bench.bare.registration.Partner.Refused;
import bench.bare.registration.RegistrationServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Causation;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;

/** Where managers start selections, and ask how far they are. */
final class SelectionDesk {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private final Partner campaigns;
    private final SelectionRows rows;

    SelectionDesk(Partner campaigns, SelectionRows rows) {
        this.campaigns = campaigns;
        this.rows = rows;
    }

    /** Begins a selection where the campaign, as it is now, allows it. */
    Answer start(String campaignId, String marketId, Causation why) throws IOException, SQLException {
        var campaign = campaign(campaignId, why);
        if (campaign == null || campaignId.indexOf('#') >= 0) {
            return RegistrationServer.problem(NOT_FOUND, "there is no such campaign");
        }
        var market = campaign.path("markets").valueStream().filter(one -> one.path("marketId").asText().equals(marketId)).findFirst().orElse(null);
        if (market == null) {
            return RegistrationServer.problem(NOT_FOUND, "there is no such market");
        }
        if (!campaign.path("status").asText().equals("CLOSED")) {
            return RegistrationServer.problem(CONFLICT, "the campaign is not closed");
        }
        if (!market.path("capacity").isNumber() && !market.path("selectionRatio").isNumber()) {
            return RegistrationServer.problem(CONFLICT, "nothing says how many win");
        }
        var selection = rows.insert(UUID.randomUUID(), campaignId, marketId, market.path("capacity").isNumber() ? market.path("capacity").asLong() : null,
                market.path("selectionRatio").isNumber() ? market.path("selectionRatio").decimalValue() : null, market.path("sharedCode").asBoolean(), why.correlationId(), why.traceparent());
        return selection == null ? RegistrationServer.problem(CONFLICT, "the market is selected already") : new Answer(202, Json.write(selection.view()), why.correlationId());
    }

    private JsonNode campaign(String campaignId, Causation why) throws IOException {
        try {
            return campaigns.ask("GET", "/" + Partner.segment(campaignId), null, campaignId, DemandTable.trace(why.correlationId(), why.traceparent()));
        } catch (Refused e) {
            return null;
        }
    }

    Answer find(String id, Causation why) throws SQLException {
        try {
            var selection = rows.find(UUID.fromString(id));
            return selection == null ? RegistrationServer.problem(NOT_FOUND, "there is no such selection") : new Answer(200, Json.write(selection.view()), why.correlationId());
        } catch (IllegalArgumentException noId) {
            return RegistrationServer.problem(NOT_FOUND, "there is no such selection");
        }
    }
}
