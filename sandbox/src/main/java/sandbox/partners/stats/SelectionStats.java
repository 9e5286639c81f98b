package sandbox.partners.stats;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.NewestWins;
import sandbox.partners.NewestWins.Write;

/** How selections go: the newest report of each market. */
public final class SelectionStats {

    private static final String CAMPAIGN = "campaignId";
    private static final String REPORT = "report";

    private final MongoCollection<Document> documents;
    private final NewestWins newest;

    public SelectionStats(MongoDatabase database) {
        documents = database.getCollection("stats");
        newest = new NewestWins(documents);
    }

    /** The last report of each market. */
    public record Stats(Map<String, Document> markets) {
    }

    /** Keeps a report unless a newer one is known. @return the newest of its market */
    public Map<String, Object> report(@Header(CAMPAIGN) String campaignId, @Body Map<String, Object> report) {
        var id = campaignId + "/" + report.get("marketId");
        newest.write(List.of(new Write(id, micros((String) report.get("at")), new Document(CAMPAIGN, campaignId).append(REPORT, new Document(report)))));
        return newest.find(id).get(REPORT, Document.class);
    }

    /** Reads all reports there are: one for each market in which somebody was selected. */
    public Stats read(@Header(CAMPAIGN) String campaignId) {
        var markets = new TreeMap<String, Document>();
        documents.find(eq("fields." + CAMPAIGN, campaignId)).forEach(found -> {
            var report = found.get("fields", Document.class).get(REPORT, Document.class);
            markets.put(report.getString("marketId"), report);
        });
        return new Stats(markets);
    }

    private static long micros(String at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(at).toInstant());
    }
}
