package sandbox.partners.code;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.RefusedCall;

/**
 * The codes of the code service. Calls come one at a time, so that no code is given twice. Codes are looked up in memory and kept in the database; a
 * reservation counts once it is on record under its key, and codes that a killed sandbox had marked for one that is not are free again.
 */
public final class CodePools {

    private static final String KEY = "Idempotency-Key";
    private static final String CAMPAIGN = "campaignId";
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> codes;
    private final MongoCollection<Document> reservations;
    private CodeIndex index;

    public CodePools(MongoDatabase database) {
        codes = database.getCollection("codes");
        reservations = database.getCollection("reservations");
    }

    /** Codes that were reserved. */
    public record Codes(List<String> codes) {
    }

    /** @param released how many became free */
    public record Released(int released) {
    }

    /** Adds codes by market; a known one stays what it is. */
    public synchronized void put(@Header(CAMPAIGN) String campaignId, @Body Map<String, List<String>> pool) {
        var added = new ArrayList<CodeIndex.Code>();
        pool.forEach((marketId, all) -> all.stream().distinct().map(code -> CodeIndex.Code.free(campaignId, marketId, code))
                .filter(code -> index().find(code.id()) == null).forEach(added::add));
        write(added);
    }

    /** How many codes of each market are in each state. */
    public synchronized Map<String, CodeIndex.Figures> figures(@Header(CAMPAIGN) String campaignId) {
        return index().figures(campaignId);
    }

    /** Reserves so many codes, or none; those of an earlier reservation of the same key are answered again. @throws RefusedCall (409) when too few are free */
    public synchronized Codes reserve(@Header(CAMPAIGN) String campaignId, @Header(KEY) String key, @Body Reservation wanted) {
        require(key);
        var earlier = reservations.find(eq("_id", key)).first();
        if (earlier != null) {
            return repeat(campaignId, wanted, earlier);
        }
        var free = index().free(campaignId, wanted.marketId(), wanted.count());
        if (free.size() < wanted.count()) {
            throw new RefusedCall(409, "code-pool-short", "Too few codes", free.size() + " codes of market " + wanted.marketId() + " are free, not " + wanted.count(), Map.of("free", free.size()));
        }
        write(each(free, code -> code.reserved(key)));
        var given = free.stream().map(CodeIndex.Code::code).toList();
        reservations.insertOne(new Document("_id", key).append(CAMPAIGN, campaignId).append("marketId", wanted.marketId()).append("codes", given));
        return new Codes(given);
    }

    private static Codes repeat(String campaignId, Reservation wanted, Document earlier) {
        var given = earlier.getList("codes", String.class);
        if (!campaignId.equals(earlier.getString(CAMPAIGN)) || !wanted.marketId().equals(earlier.getString("marketId")) || wanted.count() != given.size()) {
            throw new RefusedCall(422, "Key of another call", "The idempotency key was used for another reservation");
        }
        return new Codes(given);
    }

    /** Makes codes free again that are reserved. */
    public synchronized Released release(@Header(CAMPAIGN) String campaignId, @Body Release unused) {
        var reserved = unused.codes().stream().distinct().map(code -> index().find(CodeIndex.id(campaignId, unused.marketId(), code)))
                .filter(code -> code != null && code.isReserved()).toList();
        write(each(reserved, CodeIndex.Code::released));
        return new Released(reserved.size());
    }

    /** Marks a code as assigned; one that is stays so. @throws RefusedCall (404) when there is no such code */
    public synchronized Assignment assign(@Header(CAMPAIGN) String campaignId, @Header(KEY) String key, @Body Assignment assignment) {
        require(key);
        var code = index().find(CodeIndex.id(campaignId, assignment.marketId(), assignment.code()));
        if (code == null) {
            throw new RefusedCall(404, "Unknown code", "Market " + assignment.marketId() + " has no such code");
        }
        if (!code.isAssigned()) {
            write(List.of(code.assigned()));
        }
        return assignment;
    }

    private static void require(String key) {
        if (key == null || key.isBlank()) {
            throw new RefusedCall(400, "Key missing", "The header Idempotency-Key is required");
        }
    }

    private static List<CodeIndex.Code> each(Collection<CodeIndex.Code> codes, Function<CodeIndex.Code, CodeIndex.Code> change) {
        return codes.stream().map(change).toList();
    }

    /** After a failure it is not known what was written: the index is loaded again. */
    private void write(List<CodeIndex.Code> changed) {
        if (changed.isEmpty()) {
            return;
        }
        var current = index();
        try {
            codes.bulkWrite(changed.stream().map(code -> new ReplaceOneModel<>(eq("_id", code.id()), code.document(), UPSERT)).toList());
        } catch (RuntimeException e) {
            index = null;
            throw e;
        }
        changed.forEach(current::put);
    }

    private CodeIndex index() {
        if (index == null) {
            index = CodeIndex.load(codes, reservations);
        }
        return index;
    }
}
