package sandbox.partners.code;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.RefusedCall;

/**
 * The codes of the code service. Calls come one at a time, so that no code is given twice. What was done with codes is kept as a history, one document a
 * call, which is written whole or not at all; what codes are now is in memory, made of the history at the first use.
 */
public final class CodePools {

    private static final String KEY = "Idempotency-Key";
    private static final String CAMPAIGN = "campaignId";

    private final MongoCollection<Document> history;
    private Now now;

    public CodePools(MongoDatabase database) {
        history = database.getCollection("codeHistory");
    }

    /** Codes that were reserved. */
    public record Codes(List<String> codes) {
    }

    /** @param released how many became free */
    public record Released(int released) {
    }

    /** Adds codes by market; a known one stays what it is. */
    public synchronized void put(@Header(CAMPAIGN) String campaignId, @Body Map<String, List<String>> pool) {
        pool.forEach((marketId, codes) -> {
            var market = now().market(campaignId, marketId);
            write(new Change(Change.Kind.ADD, campaignId, marketId, null, codes.stream().distinct().filter(code -> !market.knows(code)).toList()));
        });
    }

    /** How many codes of each market are in each state. */
    public synchronized Map<String, Pool.Figures> figures(@Header(CAMPAIGN) String campaignId) {
        var figures = new TreeMap<String, Pool.Figures>();
        now().markets(campaignId).forEach((marketId, market) -> figures.put(marketId, market.figures()));
        return figures;
    }

    /** Reserves so many codes, or none; those of an earlier reservation of the same key are answered again. @throws RefusedCall (409) when too few are free */
    public synchronized Codes reserve(@Header(CAMPAIGN) String campaignId, @Header(KEY) String key, @Body Reservation wanted) {
        RefusedCall.requireKey(key);
        var earlier = now().reservations.get(key);
        if (earlier != null) {
            return repeat(campaignId, wanted, Change.of(history.find(eq("_id", earlier)).first()));
        }
        var free = now().market(campaignId, wanted.marketId()).free(wanted.count());
        if (free.size() < wanted.count()) {
            throw new RefusedCall(409, "code-pool-short", "Too few codes", free.size() + " codes of market " + wanted.marketId() + " are free, not " + wanted.count(), Map.of("free", free.size()));
        }
        write(new Change(Change.Kind.RESERVE, campaignId, wanted.marketId(), key, free));
        return new Codes(free);
    }

    private static Codes repeat(String campaignId, Reservation wanted, Change earlier) {
        if (!campaignId.equals(earlier.campaignId()) || !wanted.marketId().equals(earlier.marketId()) || wanted.count() != earlier.codes().size()) {
            throw new RefusedCall(422, "Key of another call", "The idempotency key was used for another reservation");
        }
        return new Codes(earlier.codes());
    }

    /** Makes codes free again that are reserved. */
    public synchronized Released release(@Header(CAMPAIGN) String campaignId, @Body Release unused) {
        var market = now().market(campaignId, unused.marketId());
        var reserved = unused.codes().stream().distinct().filter(market::isReserved).toList();
        write(new Change(Change.Kind.RELEASE, campaignId, unused.marketId(), null, reserved));
        return new Released(reserved.size());
    }

    /** Marks a code as assigned; one that is stays so. @throws RefusedCall (404) when there is no such code */
    public synchronized Assignment assign(@Header(CAMPAIGN) String campaignId, @Header(KEY) String key, @Body Assignment assignment) {
        RefusedCall.requireKey(key);
        var market = now().market(campaignId, assignment.marketId());
        if (!market.knows(assignment.code())) {
            throw new RefusedCall(404, "Unknown code", "Market " + assignment.marketId() + " has no such code");
        }
        if (!market.isAssigned(assignment.code())) {
            write(new Change(Change.Kind.ASSIGN, campaignId, assignment.marketId(), null, List.of(assignment.code())));
        }
        return assignment;
    }

    /** After a failure it is not known whether it was written: the history is read again. */
    private void write(Change change) {
        if (change.codes().isEmpty()) {
            return;
        }
        var current = now();
        try {
            history.insertOne(change.document(current.last + 1));
        } catch (RuntimeException e) {
            now = null;
            throw e;
        }
        current.apply(current.last + 1, change);
    }

    private Now now() {
        if (now == null) {
            var read = new Now();
            history.find().sort(ascending("_id")).forEach(document -> read.apply(document.getLong("_id"), Change.of(document)));
            now = read;
        }
        return now;
    }

    /** What the history comes to. */
    private static final class Now {

        private final Map<String, Map<String, Pool>> pools = new HashMap<>();
        /** Their numbers in the history, by key. */
        private final Map<String, Long> reservations = new HashMap<>();
        private long last;

        void apply(long number, Change change) {
            pools.computeIfAbsent(change.campaignId(), absent -> new HashMap<>()).computeIfAbsent(change.marketId(), absent -> new Pool()).apply(change);
            if (change.kind() == Change.Kind.RESERVE) {
                reservations.put(change.key(), number);
            }
            last = number;
        }

        Map<String, Pool> markets(String campaignId) {
            return pools.getOrDefault(campaignId, Map.of());
        }

        /** An empty one of a market that has none. */
        Pool market(String campaignId, String marketId) {
            return markets(campaignId).getOrDefault(marketId, new Pool());
        }
    }
}
