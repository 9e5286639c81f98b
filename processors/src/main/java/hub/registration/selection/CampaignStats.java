package hub.registration.selection;

import java.util.List;

/** What a manager is told about a campaign. */
public sealed interface CampaignStats permits CampaignStats.Stats, StartResult.UnknownCampaign {

    /** @param registrations entries of the campaign */
    record Stats(long registrations, List<Market> markets) implements CampaignStats { }

    /** @param registered entries for the market @param eligible its scoring records @param selected its winners with a code @param notified its fans that were reminded */
    record Market(String marketId, long registered, long eligible, long selected, long notified) { }
}
