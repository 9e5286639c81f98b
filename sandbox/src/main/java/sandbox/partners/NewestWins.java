package sandbox.partners;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Documents that each keep what was written with the highest order, in whatever order writes come and however many at once.
 *
 * <p>Writes come one batch at a time: there are no transactions, and the wire server uses its index only for a condition on {@code _id} and nothing
 * else, so that an upsert on condition of the order would read the whole collection. No other process writes here.
 */
public final class NewestWins {

    private static final String ORDER = "order";
    private static final String FIELDS = "fields";
    private static final int MOST_AT_ONCE = 1_000;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> documents;

    /** @param order a write takes effect unless the document has a higher one */
    public record Write(String id, long order, Document fields) {

        private ReplaceOneModel<Document> model() {
            return new ReplaceOneModel<>(eq("_id", id), new Document("_id", id).append(ORDER, order).append(FIELDS, fields), UPSERT);
        }
    }

    public NewestWins(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** Writes all of them in two calls. @return of each, whether it took effect */
    public synchronized List<Boolean> write(List<Write> writes) {
        var orders = orders(writes.stream().map(Write::id).distinct().toList());
        var applied = new ArrayList<Boolean>();
        var newest = new ArrayList<ReplaceOneModel<Document>>();
        for (var write : writes) {
            boolean late = orders.getOrDefault(write.id(), Long.MIN_VALUE) > write.order();
            applied.add(!late);
            if (!late) {
                orders.put(write.id(), write.order());
                newest.add(write.model());
            }
        }
        if (!newest.isEmpty()) {
            documents.bulkWrite(newest);
        }
        return applied;
    }

    private Map<String, Long> orders(List<String> ids) {
        var orders = new HashMap<String, Long>();
        documents.find(in("_id", ids)).projection(include(ORDER)).forEach(found -> orders.put(found.getString("_id"), found.getLong(ORDER)));
        return orders;
    }

    /** The fields last written of those that there are, a thousand at a time. */
    public List<Document> find(List<String> ids) {
        var found = new ArrayList<Document>();
        for (int from = 0; from < ids.size(); from += MOST_AT_ONCE) {
            documents.find(in("_id", ids.subList(from, Math.min(from + MOST_AT_ONCE, ids.size())))).forEach(document -> found.add(document.get(FIELDS, Document.class)));
        }
        return found;
    }

    /** The fields last written, or null. */
    public Document find(String id) {
        var found = documents.find(eq("_id", id)).first();
        return found == null ? null : found.get(FIELDS, Document.class);
    }
}
