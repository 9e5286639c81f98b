package bench.bare.registration;

import bench.bare.registration.Campaigns.Campaign;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** Whether a fan may enter a campaign: campaign, then gate, then entry. */
final class Judge {

    private final Fields fields;
    private final DemandTable table;
    private final Partner users;

    Judge(Fields fields, DemandTable table, Partner users) {
        this.fields = fields;
        this.table = table;
        this.users = users;
    }

    /** The decision. @param entry normalised; null where the fan is not eligible @param linkedFrom the campaign whose entry lets in; null where none has to */
    record Decision(ObjectNode entry, String linkedFrom, String reason, ObjectNode detail) {

        static Decision no(String reason, ObjectNode detail) {
            return new Decision(null, null, reason, detail);
        }
    }

    Decision judge(String fan, Campaign campaign, JsonNode wish) throws IOException, InterruptedException {
        if (!campaign.isOpen(Instant.now())) {
            return Decision.no("CAMPAIGN_CLOSED", null);
        }
        String linkedFrom = null;
        if (!isInvited(campaign, wish)) {
            boolean isLinked = campaign.linked() != null && wish.path("doTransfer").asBoolean() && table.find(fan, campaign.linked()) != null;
            linkedFrom = isLinked ? campaign.linked() : null;
            if (!isLinked && (campaign.invited() != null || campaign.linked() != null)) {
                return Decision.no("NOT_INVITED", Json.MAPPER.createObjectNode().put("gateType", campaign.invited() != null ? "invite" : "linked"));
            }
        }
        if (campaign.identity() && !users.isVerified(fan)) {
            return Decision.no("IDV_NOT_VERIFIED", null);
        }
        var checked = fields.check(wish, campaign);
        return checked.normal() == null ? Decision.no("INVALID_ENTRY", Json.MAPPER.createObjectNode().put("field", checked.bad()).put("message", checked.message()))
                : new Decision(checked.normal(), linkedFrom, null, null);
    }

    private static boolean isInvited(Campaign campaign, JsonNode wish) {
        return campaign.invited() != null && campaign.invited().contains(wish.path("email").asText("").strip().toLowerCase(Locale.ROOT));
    }
}
