package sandbox.partners.entry;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.NewestWins;
import sandbox.partners.NewestWins.Write;
import sandbox.partners.PartnerGate;
import sandbox.partners.RefusedCall;
import sandbox.partners.Results;
import sandbox.partners.Results.Result;
import sandbox.partners.Versions;

/** The entries of the entry service: of each the newest version, and of a deleted one its last version. */
public final class Entries {

    private static final String ENTRY = "entry";

    private final MongoCollection<Document> collection;
    private final NewestWins documents;
    private EntryCounts counts;

    public Entries(MongoDatabase database) {
        collection = database.getCollection("entries");
        documents = new NewestWins(collection);
    }

    /** How many entries there are. @param marketId of any: null */
    public synchronized long registered(String campaignId, String marketId) {
        return counts().of(campaignId, marketId);
    }

    /** Saves each unless a newer version is known, or a deletion of the same version. */
    public Results save(@Header("campaignId") String campaignId, @Header(PartnerGate.REFUSED_ITEMS) String refused, @Body EntriesToSave entries) {
        return Results.of(entries.items(), EntriesToSave.Item::globalUserId, refused, items -> write(items.stream()
                .map(item -> upsert(campaignId, item)).toList(), items.stream().map(EntriesToSave.Item::globalUserId).toList()));
    }

    /** Deletes each unless a newer version is known, and remembers the version; an unknown entry is remembered as deleted too. */
    public Results delete(@Header("campaignId") String campaignId, @Header(PartnerGate.REFUSED_ITEMS) String refused, @Body EntriesToDelete entries) {
        return Results.of(entries.items(), EntriesToDelete.Item::globalUserId, refused, items -> write(items.stream()
                .map(item -> deletion(campaignId, item)).toList(), items.stream().map(EntriesToDelete.Item::globalUserId).toList()));
    }

    /** The entry with its version, as JSON. @throws RefusedCall (404) when there is none */
    public String read(@Header("campaignId") String campaignId, @Header("globalUserId") String globalUserId) {
        Document found = documents.find(id(campaignId, globalUserId));
        if (found == null || !found.containsKey(ENTRY)) {
            throw new RefusedCall(404, "Unknown entry", globalUserId + " has no entry in " + campaignId);
        }
        return found.toJson();
    }

    /** What the entries of some fans say, by fan. */
    public Map<String, Document> fields(String campaignId, List<String> fans) {
        var found = new HashMap<String, Document>();
        documents.find(fans.stream().map(fan -> id(campaignId, fan)).toList()).stream().filter(fields -> fields.containsKey(ENTRY))
                .forEach(fields -> found.put(fields.getString("globalUserId"), fields.get(ENTRY, Document.class)));
        return found;
    }

    /** A deletion stands just above the upsert of the same version. */
    private static Write deletion(String campaignId, EntriesToDelete.Item item) {
        return new Write(id(campaignId, item.globalUserId()), 2 * Versions.millis(item.version()) + 1, fields(campaignId, item.globalUserId(), item.version()));
    }

    private static Write upsert(String campaignId, EntriesToSave.Item item) {
        return new Write(id(campaignId, item.globalUserId()), 2 * Versions.millis(item.version()),
                fields(campaignId, item.globalUserId(), item.version()).append(ENTRY, new Document(item.entry())));
    }

    private static Document fields(String campaignId, String globalUserId, String version) {
        return new Document("globalUserId", globalUserId).append("campaignId", campaignId).append("version", Versions.text(version));
    }

    private static String id(String campaignId, String globalUserId) {
        return campaignId + "/" + globalUserId;
    }

    /** After a failure it is not known what was written: the counts are made again. */
    private synchronized List<Result> write(List<Write> writes, List<String> fans) {
        var current = counts();
        counts = null;
        var applied = documents.write(writes);
        counts = current;
        var results = new ArrayList<Result>();
        for (int i = 0; i < fans.size(); i++) {
            if (applied.get(i)) {
                current.put(writes.get(i).id(), writes.get(i).fields());
            }
            results.add(applied.get(i) ? Result.applied(fans.get(i)) : Result.stale(fans.get(i)));
        }
        return results;
    }

    private EntryCounts counts() {
        if (counts == null) {
            counts = EntryCounts.load(collection);
        }
        return counts;
    }
}
