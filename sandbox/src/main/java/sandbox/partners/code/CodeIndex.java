package sandbox.partners.code;

import com.mongodb.client.MongoCollection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;

/** What codes are looked up by: the wire server has no index but unique ones, and would read every code. */
final class CodeIndex {

    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Map<String, Market>> markets = new HashMap<>();

    /** What a code can be. */
    enum State {
        FREE, RESERVED, ASSIGNED
    }

    /** How many codes of a market are in each state. */
    public record Figures(int free, int reserved, int assigned) {
    }

    /** @param key of the reservation; null unless it is reserved */
    record Code(String campaignId, String marketId, String code, State state, String key) {

        static Code free(String campaignId, String marketId, String code) {
            return new Code(campaignId, marketId, code, State.FREE, null);
        }

        static Code of(Document document) {
            return new Code(document.getString("campaignId"), document.getString("marketId"), document.getString("code"), State.valueOf(document.getString("state")), document.getString("key"));
        }

        Document document() {
            return new Document("_id", id()).append("campaignId", campaignId).append("marketId", marketId).append("code", code).append("state", state.name()).append("key", key);
        }

        String id() {
            return CodeIndex.id(campaignId, marketId, code);
        }

        Code reserved(String by) {
            return new Code(campaignId, marketId, code, State.RESERVED, by);
        }

        Code released() {
            return free(campaignId, marketId, code);
        }

        Code assigned() {
            return new Code(campaignId, marketId, code, State.ASSIGNED, null);
        }

        boolean isReserved() {
            return state == State.RESERVED;
        }

        boolean isAssigned() {
            return state == State.ASSIGNED;
        }
    }

    /** Codes of a market by state; the free ones in the order in which they became it. */
    private static final class Market {

        private final Set<String> free = new LinkedHashSet<>();
        private int reserved;
        private int assigned;

        void add(Code code, int times) {
            switch (code.state()) {
                case FREE -> {
                    if (times > 0) {
                        free.add(code.id());
                    } else {
                        free.remove(code.id());
                    }
                }
                case RESERVED -> reserved += times;
                case ASSIGNED -> assigned += times;
            }
        }
    }

    static String id(String campaignId, String marketId, String code) {
        return campaignId + "/" + marketId + "/" + code;
    }

    /** Codes marked for a reservation that was never put on record, or without them, are free. */
    static CodeIndex load(MongoCollection<Document> codes, MongoCollection<Document> reservations) {
        var given = new HashMap<String, Set<String>>();
        reservations.find().forEach(reservation -> given.put(reservation.getString("_id"), new HashSet<>(reservation.getList("codes", String.class))));
        var index = new CodeIndex();
        codes.find().map(Code::of).forEach(code -> index.put(code.isReserved() && !given.getOrDefault(code.key(), Set.of()).contains(code.code()) ? code.released() : code));
        return index;
    }

    void put(Code code) {
        var market = markets.computeIfAbsent(code.campaignId(), absent -> new HashMap<>()).computeIfAbsent(code.marketId(), absent -> new Market());
        var before = codes.put(code.id(), code);
        if (before != null) {
            market.add(before, -1);
        }
        market.add(code, 1);
    }

    Code find(String id) {
        return codes.get(id);
    }

    /** At most so many free codes of a market. */
    List<Code> free(String campaignId, String marketId, int most) {
        var market = markets.getOrDefault(campaignId, Map.of()).get(marketId);
        return market == null ? List.of() : market.free.stream().limit(most).map(codes::get).toList();
    }

    Map<String, Figures> figures(String campaignId) {
        var figures = new TreeMap<String, Figures>();
        markets.getOrDefault(campaignId, Map.of()).forEach((marketId, market) -> figures.put(marketId, new Figures(market.free.size(), market.reserved, market.assigned)));
        return figures;
    }
}
