package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import hub.registration.Campaigns;
import hub.registration.selection.StartResult.UnknownCampaign;

/** The stats of a campaign for its managers: what the entry service counts now, and how many fans were reminded. */
public final class ManagerStats {

    private final Campaigns campaigns;
    private final Notified notified;

    /** A manager asks for the stats of a campaign. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Asked(String campaignId) { }

    ManagerStats(Campaigns campaigns, Notified notified) {
        this.campaigns = campaigns;
        this.notified = notified;
    }

    /** @return {@link CampaignCounts} to be asked for, or {@link UnknownCampaign} @throws hub.events.Unavailable nobody can tell about the campaign */
    public Object begin(Asked asked) {
        return campaigns.find(asked.campaignId()).<Object>map(campaign -> new CampaignCounts(asked.campaignId(), campaign.marketIds().stream().sorted().toList())).orElseGet(UnknownCampaign::new);
    }

    /** The entry service has answered. */
    public void answered(CampaignCounts.Question question, String counts) {
        question.answered(counts);
    }

    /** The entry service has not. */
    public void notAnswered(CampaignCounts.Question question, Exception fault) {
        question.notAnswered(fault);
    }

    /** @throws hub.events.Unavailable the entry service did not answer every question */
    public CampaignStats stats(CampaignCounts counts) {
        return counts.stats(notified.of(counts.campaignId()));
    }
}
