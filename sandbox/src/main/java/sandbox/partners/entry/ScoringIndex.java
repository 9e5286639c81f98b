package sandbox.partners.entry;

import com.mongodb.client.MongoCollection;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bson.Document;

/** What scoring records are looked up by, ordered by campaign and fan: the wire server has no index but unique ones, and would read every record. */
final class ScoringIndex {

    private final ConcurrentSkipListMap<String, Line> lines = new ConcurrentSkipListMap<>();

    /**
     * What is known of a record.
     *
     * @param verdict none: null
     * @param code    none: null
     * @param market  that of the code, or null
     */
    record Line(String id, Set<String> markets, String phoneNumber, Boolean verdict, String code, String market) {

        static Line of(Document entry) {
            var markets = entry.getList("marketIds", String.class, List.of());
            var code = entry.get("code", Document.class);
            return new Line(entry.getString("_id"), Set.copyOf(markets), entry.get("phoneNumber", ""), entry.getBoolean("verdict"),
                    code == null ? null : code.getString("code"), code == null ? null : code.getString("marketId"));
        }

        Line won(String newCode, String newMarket) {
            return new Line(id, markets, phoneNumber, true, newCode, newMarket);
        }

        Line lost() {
            return new Line(id, markets, phoneNumber, false, code, market);
        }

        boolean hasWon() {
            return Boolean.TRUE.equals(verdict);
        }

        /** @param marketId any: null */
        boolean isOf(String marketId) {
            return marketId == null || markets.contains(marketId);
        }

        /** @param marketId any: null */
        boolean hasCodeOf(String marketId) {
            return code != null && (marketId == null || marketId.equals(market));
        }
    }

    static ScoringIndex load(MongoCollection<Document> documents) {
        var index = new ScoringIndex();
        documents.find().batchSize(EntryCounts.BATCH).forEach(document -> index.put(Line.of(document)));
        return index;
    }

    void put(Line line) {
        lines.put(line.id(), line);
    }

    Line find(String id) {
        return lines.get(id);
    }

    /** Lines whose id begins so and is above the other. */
    Collection<Line> after(String prefix, String id) {
        return lines.subMap(id, false, prefix + Character.MAX_VALUE, false).values();
    }
}
