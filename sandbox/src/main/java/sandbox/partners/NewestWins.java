package sandbox.partners;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Arrays;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Documents that each keep what was written with the highest order, in whatever order writes come and however many at once.
 *
 * <p>There are no transactions: each write is one conditional upsert by {@code _id}. Where the document has a higher order already, the condition
 * finds nothing and the insert meets the document's own {@code _id}, which tells that the write is late.
 */
public final class NewestWins {

    private static final String ORDER = "order";
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> documents;

    /** @param order a write takes effect unless the document has a higher one */
    public record Write(String id, long order, Document fields) {

        private Bson condition() {
            return and(eq("_id", id), lte(ORDER, order));
        }

        private Document document() {
            return new Document("_id", id).append(ORDER, order).append("fields", fields);
        }
    }

    public NewestWins(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** Writes all of them in one call. @return of each, whether it took effect */
    public List<Boolean> write(List<Write> writes) {
        var applied = new Boolean[writes.size()];
        Arrays.fill(applied, true);
        try {
            documents.bulkWrite(writes.stream().map(write -> new ReplaceOneModel<>(write.condition(), write.document(), UPSERT)).toList(), UNORDERED);
        } catch (MongoBulkWriteException e) {
            for (var error : e.getWriteErrors()) {
                if (ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                applied[error.getIndex()] = replacesExisting(writes.get(error.getIndex()));
            }
        }
        return List.of(applied);
    }

    /** Two first writes of a document at once can meet each other's {@code _id} although one of them is newer; now there is a document. */
    private boolean replacesExisting(Write write) {
        return documents.replaceOne(write.condition(), write.document()).getMatchedCount() > 0;
    }

    /** The fields last written, or null. */
    public Document find(String id) {
        var found = documents.find(eq("_id", id)).first();
        return found == null ? null : found.get("fields", Document.class);
    }
}
