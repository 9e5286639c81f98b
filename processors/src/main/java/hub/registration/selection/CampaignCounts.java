package hub.registration.selection;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.events.Unavailable;
import hub.registration.PathSegment;
import hub.registration.selection.CampaignStats.Market;
import hub.registration.selection.CampaignStats.Stats;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The questions that the stats of a campaign ask of the entry service, and what it answered: one for the campaign, and one for each market. */
public final class CampaignCounts {

    /** A question. Any thread may say what came of it. */
    public static final class Question {

        private final String campaignId;
        private final String marketId;
        private volatile JsonNode answer;
        private volatile Exception fault;

        private Question(String campaignId, String marketId) {
            this.campaignId = campaignId;
            this.marketId = marketId;
        }

        /** Below the partner's base address. */
        public String path() {
            return PathSegment.of(campaignId) + "/counts";
        }

        /** Null for the campaign as a whole. */
        public String query() {
            return marketId == null ? null : "marketId=" + Selection.encoded(marketId);
        }

        void answered(String counts) {
            answer = Json.read(counts);
        }

        void notAnswered(Exception why) {
            fault = why;
        }

        private long count(String name) {
            if (answer == null) {
                throw new Unavailable("the entry service does not count", fault);
            }
            return answer.path(name).asLong();
        }
    }

    private final Question whole;
    private final List<Question> markets;

    CampaignCounts(String campaignId, List<String> marketIds) {
        this.whole = new Question(campaignId, null);
        this.markets = marketIds.stream().map(marketId -> new Question(campaignId, marketId)).toList();
    }

    public List<Question> questions() {
        return Stream.concat(Stream.of(whole), markets.stream()).toList();
    }

    /** @throws Unavailable a question has no answer */
    Stats stats(Map<String, Long> notified) {
        return new Stats(whole.count("registered"), markets.stream().map(market -> new Market(market.marketId, market.count("registered"), market.count("eligible"),
                market.count("selected"), notified.getOrDefault(market.marketId, 0L))).toList());
    }

    String campaignId() {
        return whole.campaignId;
    }
}
