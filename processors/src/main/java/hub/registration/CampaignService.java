package hub.registration;

import hub.events.PartnerRefused;
import hub.events.Unavailable;

/** What the campaign service is asked, and what it means when it does not answer with a campaign. */
public final class CampaignService {

    /** Where a campaign is, below the service's base address. */
    public String path(String campaignId) {
        return PathSegment.of(campaignId);
    }

    /** No document where the service says that it has none. @throws Unavailable it does not say */
    public String noDocument(Exception fault) {
        if (PartnerRefused.isNotFound(fault)) {
            return null;
        }
        throw new Unavailable("the campaign service does not answer", fault);
    }
}
