package sandbox.partners.entry;

import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** How many entries campaigns and their markets have: the wire server would read every entry to count them. */
final class EntryCounts {

    /** In one answer all of them would be larger than an answer may be. */
    static final int BATCH = 1000;
    private final Map<String, List<String>> marketsOfEntries = new HashMap<>();
    private final Map<String, Map<String, Long>> counts = new HashMap<>();

    static EntryCounts load(MongoCollection<Document> entries) {
        var counts = new EntryCounts();
        entries.find().projection(include("fields.campaignId", "fields.entry.marketIds")).batchSize(BATCH).forEach(found -> counts.put(found.getString("_id"), found.get("fields", Document.class)));
        return counts;
    }

    /** An entry was written, or deleted if there is none in the fields. */
    void put(String id, Document fields) {
        var campaign = counts.computeIfAbsent(fields.getString("campaignId"), absent -> new HashMap<>());
        add(campaign, marketsOfEntries.remove(id), -1);
        var entry = fields.get("entry", Document.class);
        if (entry != null) {
            var markets = List.copyOf(entry.getList("marketIds", String.class, List.of()));
            marketsOfEntries.put(id, markets);
            add(campaign, markets, 1);
        }
    }

    private static void add(Map<String, Long> campaign, List<String> markets, long times) {
        if (markets != null) {
            campaign.merge("", times, Long::sum);
            markets.stream().distinct().forEach(market -> campaign.merge(market, times, Long::sum));
        }
    }

    /** @param marketId of any: null */
    long of(String campaignId, String marketId) {
        return counts.getOrDefault(campaignId, Map.of()).getOrDefault(marketId == null ? "" : marketId, 0L);
    }
}
