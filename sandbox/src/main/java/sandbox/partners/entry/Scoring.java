package sandbox.partners.entry;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.PartnerGate;
import sandbox.partners.RefusedCall;
import sandbox.partners.Results;
import sandbox.partners.Results.Result;

/** The scoring records of the entry service. Writes come one at a time, so that a fan wins once, and the index shows what is stored. */
public final class Scoring {

    private static final int MOST = 1000;

    private final MongoCollection<Document> documents;
    private final Entries entries;
    private volatile ScoringIndex index;

    /** How many entries and scoring records there are, and how many of these won. */
    public record Counts(long registered, long eligible, long selected) {
    }

    public Scoring(MongoDatabase database, Entries entries) {
        this.entries = entries;
        documents = database.getCollection("scoring");
    }

    /** Stores records, by fan; one without a fan gets a key of its own. A part at a time, for there may be hundreds of thousands. */
    public synchronized void put(@Header("campaignId") String campaignId, @Body List<Map<String, Object>> records) {
        for (int from = 0; from < records.size(); from += MOST) {
            store(campaignId, records.subList(from, Math.min(from + MOST, records.size())));
        }
    }

    private void store(String campaignId, List<Map<String, Object>> records) {
        var stored = records.stream().map(Document::new)
                .map(document -> document.append("_id", id(campaignId, key(document.getString("globalUserId")))).append("campaignId", campaignId)).toList();
        write(stored.stream().map(document -> new ReplaceOneModel<>(eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true))).toList(),
                stored.stream().map(document -> ScoringIndex.Line.of(normal(document))).toList());
    }

    private static String key(String globalUserId) {
        return globalUserId == null || globalUserId.isBlank() ? "~" + UUID.randomUUID() : globalUserId;
    }

    /** Nested objects as they come back from the database. */
    private static Document normal(Document document) {
        return Document.parse(document.toJson());
    }

    /** Sets verdicts and codes: another code for a winner is refused, and no verdict true becomes false. */
    public synchronized Results assign(@Header("campaignId") String campaignId, @Header(PartnerGate.REFUSED_ITEMS) String refused, @Body CodesToAssign codes) {
        return Results.of(codes.items(), CodesToAssign.Item::globalUserId, refused, items -> assign(campaignId, items));
    }

    private List<Result> assign(String campaignId, List<CodesToAssign.Item> items) {
        var results = new ArrayList<Result>();
        var writes = new ArrayList<WriteModel<Document>>();
        var lines = new TreeMap<String, ScoringIndex.Line>();
        for (var item : items) {
            String id = id(campaignId, item.globalUserId());
            var line = lines.getOrDefault(id, index().find(id));
            if (line == null) {
                results.add(Result.refused(item.globalUserId(), "unknown-fan"));
            } else if (item.code() == null && line.hasWon()) {
                results.add(Result.stale(item.globalUserId()));
            } else if (item.code() == null) {
                lines.put(id, line.lost());
                writes.add(new UpdateOneModel<>(eq("_id", id), set("verdict", false)));
                results.add(Result.applied(item.globalUserId()));
            } else if (line.code() != null && !(line.code().equals(item.code()) && item.marketId().equals(line.market()))) {
                results.add(Result.refused(item.globalUserId(), "already-assigned"));
            } else {
                lines.put(id, line.won(item.code(), item.marketId()));
                writes.add(new UpdateOneModel<>(eq("_id", id), combine(set("verdict", true),
                        set("code", new Document("code", item.code()).append("marketId", item.marketId())))));
                results.add(Result.applied(item.globalUserId()));
            }
        }
        write(writes, lines.values());
        return results;
    }

    /** A page of records as JSON, ordered by fan. @throws RefusedCall (400) when the limit is none */
    public String page(@Header("campaignId") String campaignId, @Header("marketId") String marketId, @Header("unassigned") Boolean unassigned,
            @Header("after") String after, @Header("limit") String limit) {
        int most = limit(limit);
        var ids = index().after(id(campaignId, ""), id(campaignId, after == null ? "" : after)).stream()
                .filter(line -> line.isOf(marketId) && !(Boolean.TRUE.equals(unassigned) && line.code() != null)).limit(most).map(ScoringIndex.Line::id).toList();
        var page = new Document("items", records(ids));
        return (ids.size() < most ? page : page.append("next", ids.get(most - 1).substring(id(campaignId, "").length()))).toJson();
    }

    /** The records of those who won and have a code, ordered by fan. */
    public List<Document> winners(String campaignId) {
        var ids = index().after(id(campaignId, ""), id(campaignId, "")).stream().filter(line -> line.hasWon() && line.hasCodeOf(null)).map(ScoringIndex.Line::id).toList();
        var winners = new ArrayList<Document>();
        for (int from = 0; from < ids.size(); from += MOST) {
            winners.addAll(records(ids.subList(from, Math.min(from + MOST, ids.size()))));
        }
        return winners;
    }

    /** In the order of their ids. */
    private List<Document> records(List<String> ids) {
        var found = new TreeMap<String, Document>();
        documents.find(in("_id", ids)).forEach(document -> found.put((String) document.remove("_id"), document));
        return List.copyOf(found.values());
    }

    private static int limit(String limit) {
        if (limit == null) {
            return MOST;
        }
        if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw new RefusedCall(400, "Invalid limit", "limit is a number from 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    /** Counts entries and records. @param marketId of any: null @param phonePrefix of any number: null */
    public Counts count(@Header("campaignId") String campaignId, @Header("marketId") String marketId, @Header("phonePrefix") String phonePrefix) {
        var concerned = index().after(id(campaignId, ""), id(campaignId, "")).stream()
                .filter(line -> line.isOf(marketId) && (phonePrefix == null || line.phoneNumber().startsWith(phonePrefix))).toList();
        return new Counts(entries.registered(campaignId, marketId), concerned.size(), concerned.stream().filter(line -> line.hasWon() && line.hasCodeOf(marketId)).count());
    }

    private static String id(String campaignId, String globalUserId) {
        return campaignId + "/" + globalUserId;
    }

    /** After a failure it is not known what was written: the index is loaded again. */
    private void write(List<? extends WriteModel<Document>> writes, Iterable<ScoringIndex.Line> lines) {
        if (writes.isEmpty()) {
            return;
        }
        var current = index();
        try {
            documents.bulkWrite(writes);
        } catch (RuntimeException e) {
            index = null;
            throw e;
        }
        lines.forEach(current::put);
    }

    private ScoringIndex index() {
        var loaded = index;
        return loaded != null ? loaded : load();
    }

    private synchronized ScoringIndex load() {
        if (index == null) {
            index = ScoringIndex.load(documents);
        }
        return index;
    }
}
