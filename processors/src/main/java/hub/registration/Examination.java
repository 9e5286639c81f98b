package hub.registration;

import hub.registration.Refusal.Detail;
import hub.registration.Refusal.NotEligible;
import hub.registration.Refusal.Reason;
import hub.registration.Refusal.UnknownCampaign;

/**
 * An application on its way through the checks. The first check that fails refuses it, and those after it leave it alone. Belongs to one request and is
 * used by one thread.
 */
public final class Examination {

    private final Application application;
    private final Campaign campaign;
    private Refusal refusal;
    private String linkedFrom;
    private EntryFields fields;

    /** @param campaign null where there is none */
    Examination(Application application, Campaign campaign) {
        this.application = application;
        this.campaign = campaign;
        if (campaign == null) {
            refusal = new UnknownCampaign();
        }
    }

    Application application() {
        return application;
    }

    Campaign campaign() {
        return campaign;
    }

    /** Whether no check has failed so far. */
    public boolean isUnrefused() {
        return refusal == null;
    }

    /** Whether only an entry in the linked campaign can let the fan in, and the fan asks for that. */
    public boolean isLetInByLinkedEntryOnly() {
        return isUnrefused() && campaign.linkedCampaign() != null && Boolean.TRUE.equals(application.doTransfer()) && !isInvited();
    }

    /** Whether the fan's identity has to be verified. */
    public boolean isIdentityAsked() {
        return isUnrefused() && campaign.identity();
    }

    /** Where the fan is, below the user service's base address. */
    public String userPath() {
        return PathSegment.of(application.globalUserId());
    }

    boolean isInvited() {
        return campaign.invited() != null && application.email() != null && campaign.invited().contains(EntryRules.email(application.email()));
    }

    void refuse(Reason reason, Detail detail) {
        refusal = new NotEligible(reason, detail);
    }

    void letInBy(String linkedCampaign) {
        linkedFrom = linkedCampaign;
    }

    void accept(EntryFields normalised) {
        fields = normalised;
    }

    Refusal refusal() {
        return refusal;
    }

    /** The campaign whose entry let the fan in; null where none had to. */
    String linkedFrom() {
        return linkedFrom;
    }

    /** Normalised; null before the entry was checked. */
    EntryFields fields() {
        return fields;
    }

    @Override
    public String toString() {
        return "Examination[" + application + ", " + refusal + "]";
    }
}
