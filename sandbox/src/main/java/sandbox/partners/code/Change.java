package sandbox.partners.code;

import java.util.List;
import org.bson.Document;

/** What a call did with codes of a market. @param key of the reservation; null unless it is one */
record Change(Kind kind, String campaignId, String marketId, String key, List<String> codes) {

    enum Kind {
        ADD, RESERVE, RELEASE, ASSIGN
    }

    static Change of(Document document) {
        return new Change(Kind.valueOf(document.getString("kind")), document.getString("campaignId"), document.getString("marketId"), document.getString("key"),
                document.getList("codes", String.class));
    }

    /** @param number in the history */
    Document document(long number) {
        return new Document("_id", number).append("kind", kind.name()).append("campaignId", campaignId).append("marketId", marketId).append("key", key).append("codes", codes);
    }
}
