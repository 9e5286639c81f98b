package hub.awards;

import hub.awards.AssignmentResult.UnknownSticker;
import hub.events.Appends;
import hub.events.Event;
import hub.events.PermanentFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stickers that events bring: for a registration the welcome sticker, for a certification what the rules say. */
public final class AutomaticAwards {

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticAwards.class);
    private final Assignments assignments;
    private final CertificationRules rules;
    private final String welcomeSticker;

    public AutomaticAwards(Assignments assignments, CertificationRules rules, String welcomeSticker) {
        this.assignments = assignments;
        this.rules = rules;
        this.welcomeSticker = welcomeSticker;
    }

    /** Gives the welcome sticker to who registered. */
    @Appends(Assignments.ASSIGNED)
    public void userRegistered(Event event) {
        award(account(event), welcomeSticker, "registration");
    }

    /** Gives the stickers of a certification to who completed it; a certification without a rule brings nothing. */
    @Appends(Assignments.ASSIGNED)
    public void certificationCompleted(Event event) {
        var certification = event.data().path("certification").path("id").asText();
        var stickers = rules.stickersFor(certification);
        if (stickers.isEmpty()) {
            LOG.info("certification {} has no rule: event {} brings no sticker", certification, event.id());
        }
        stickers.forEach(sticker -> award(account(event), sticker, "certification " + certification));
    }

    /** A sticker that the user has is skipped; one that the catalogue lost is for an operator to put right. */
    private void award(String account, String sticker, String reason) {
        if (assignments.assign(new AssignSticker(account, sticker, reason)) instanceof UnknownSticker) {
            throw new PermanentFailure("unknown-sticker", "the catalogue has no sticker " + sticker + ", to be given for " + reason);
        }
    }

    private static String account(Event event) {
        return event.data().path("accountId").asText();
    }
}
