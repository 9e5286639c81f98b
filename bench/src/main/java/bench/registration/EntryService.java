package bench.registration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.Document;

/** What the entry service holds, by its own database: asking it over HTTP would cost the sandbox more than the replication does. */
final class EntryService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST = 200;
    private final MongoClient client;
    private final MongoCollection<Document> entries;
    private final MongoCollection<Document> scoring;

    EntryService(String address) {
        client = MongoClients.create(address);
        entries = client.getDatabase("partners").getCollection("entries");
        scoring = client.getDatabase("partners").getCollection("scoring");
    }

    /** Waits until the entries of fans 0 to n - 1 of a campaign have come, about in this order. @return when each was seen first */
    Instant[] awaitEntries(String campaign, int count, Duration look) {
        var seen = new Instant[count];
        Map<String, Integer> numbers = new HashMap<>();
        Set<String> pending = new LinkedHashSet<>();
        IntStream.range(0, count).forEach(number -> {
            numbers.put(id(campaign, number), number);
            pending.add(id(campaign, number));
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pending.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(pending.size() + " of " + count + " entries of " + campaign + " have not come within " + PATIENCE.toSeconds() + " s");
            }
            var found = fields(pending.stream().limit(MOST).toList()).keySet();
            found.forEach(id -> seen[numbers.get(id)] = Instant.now());
            pending.removeAll(found);
            if (found.size() < MOST) {
                LockSupport.parkNanos(look.toNanos());
            }
        }
        return seen;
    }

    static String id(String campaign, int number) {
        return campaign + "/" + Fans.id(number);
    }

    /** What is held of entries, by their ids: {@code version}, and {@code entry} unless it is deleted. */
    Map<String, Document> fields(Collection<String> ids) {
        var held = new HashMap<String, Document>();
        var all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += MOST) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MOST));
            entries.find(in("_id", some)).projection(include("fields")).forEach(found -> held.put(found.getString("_id"), found.get("fields", Document.class)));
        }
        return held;
    }

    /** Verdicts of a campaign's fans, those who won with their codes. */
    SortedMap<String, String> verdicts(String campaign) {
        var verdicts = new TreeMap<String, String>();
        scoring.find(and(eq("campaignId", campaign), exists("verdict"))).forEach(record -> {
            var code = record.get("code", Document.class);
            verdicts.put(record.getString("globalUserId"), record.getBoolean("verdict") + (code == null ? "" : " " + code.getString("marketId") + " " + code.getString("code")));
        });
        return verdicts;
    }

    @Override
    public void close() {
        client.close();
    }
}
