package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.events.PartnerRefused;
import hub.events.Unavailable;
import hub.registration.EntryRules.BadField;
import hub.registration.Refusal.Detail.Field;
import hub.registration.Refusal.Detail.ShutGate;
import hub.registration.Refusal.NotEligible;
import hub.registration.Refusal.Reason;
import java.time.Clock;

/**
 * Judges whether a fan may enter a campaign: campaign first, then gate, then entry (presale registration, use case 1, steps 4 to 7). Each check leaves
 * alone what an earlier one has refused. A gate whose source is away stays shut: {@link Unavailable}.
 */
public final class Eligibility {

    private final EntryRules rules;
    private final Clock clock;

    Eligibility(EntryRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Step 4: an open status, and within the window at this moment. */
    public void validateCampaign(Examination examination) {
        if (examination.isUnrefused() && !examination.campaign().isOpen(clock.instant())) {
            examination.refuse(Reason.CAMPAIGN_CLOSED, null);
        }
    }

    /** Step 5, invitation and linked campaign: either lets in. Whether there is a linked entry has been found out before. */
    public void validateInvitation(Examination examination) {
        if (examination.isUnrefused() && examination.campaign().isClosedShop() && !examination.isInvited() && examination.linkedFrom() == null) {
            examination.refuse(Reason.NOT_INVITED, new ShutGate(examination.campaign().invited() != null ? "invite" : "linked"));
        }
    }

    /** Step 5, identity: needed in addition. @param user the user service's answer */
    public void validateIdentity(Examination examination, String user) {
        if (!isVerified(user)) {
            examination.refuse(Reason.IDV_NOT_VERIFIED, null);
        }
    }

    /** The user service did not answer with a user: one that it does not know is not verified. @throws Unavailable nobody can say */
    public void identityNotTold(Examination examination, Exception fault) {
        if (!PartnerRefused.isNotFound(fault)) {
            throw new Unavailable("whether a fan's identity is verified cannot be asked", fault);
        }
        examination.refuse(Reason.IDV_NOT_VERIFIED, null);
    }

    /** Step 6: required and well-formed fields, normalised. */
    public void validateEntry(Examination examination) {
        if (examination.isUnrefused()) {
            var checked = rules.check(examination.application(), examination.campaign());
            if (checked instanceof EntryFields fields) {
                examination.accept(fields);
            } else if (checked instanceof BadField bad) {
                examination.refuse(Reason.INVALID_ENTRY, new Field(bad.field(), bad.message()));
            }
        }
    }

    /** Step 7: the decision. */
    public EligibilityResult decision(Examination examination) {
        if (examination.refusal() instanceof NotEligible no) {
            return new EligibilityResult.Decision(false, no.reason(), no.reasonDetail(), null, null);
        }
        return examination.isUnrefused() ? new EligibilityResult.Decision(true, null, null, examination.linkedFrom(), examination.fields()) : new Refusal.UnknownCampaign();
    }

    private static boolean isVerified(String user) {
        try {
            JsonNode json = user == null ? Json.MAPPER.nullNode() : Json.read(user);
            if (json.isObject()) {
                return json.path("idvVerified").isBoolean() && json.path("idvVerified").booleanValue();
            }
        } catch (IllegalArgumentException e) {
            throw new Unavailable("the user service's answer is not JSON", e);
        }
        throw new Unavailable("the user service's answer is no user", null);
    }
}
