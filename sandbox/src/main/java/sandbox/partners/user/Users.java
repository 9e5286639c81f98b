package sandbox.partners.user;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
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

/** The fans of the user service: their profiles, the newest of each, and whose identity is verified. */
public final class Users {

    private static final String VERIFIED = "idvVerified";
    private static final String UPDATED = "updated";

    private final MongoCollection<Document> verifications;
    private final NewestWins profiles;

    public Users(MongoDatabase database) {
        verifications = database.getCollection("verifications");
        profiles = new NewestWins(database.getCollection("profiles"));
    }

    /** The fan as JSON. @throws RefusedCall (404) when neither a profile nor a verification is known */
    public String read(@Header("globalUserId") String globalUserId) {
        Document verification = verifications.find(eq("_id", globalUserId)).first();
        Document profile = profiles.find(globalUserId);
        if (verification == null && profile == null) {
            throw new RefusedCall(404, "Unknown fan", "There is no fan " + globalUserId);
        }
        var fan = new Document("globalUserId", globalUserId).append(VERIFIED, verification != null && verification.getBoolean(VERIFIED));
        if (profile != null) {
            profile.forEach(fan::putIfAbsent);
        }
        return fan.toJson();
    }

    /** Says whether the fan's identity is verified. */
    public void verify(@Header("globalUserId") String globalUserId, @Body Verification verification) {
        verifications.replaceOne(eq("_id", globalUserId), new Document(VERIFIED, verification.idvVerified()), new ReplaceOptions().upsert(true));
    }

    /** Saves each profile unless a newer one is known. */
    public Results save(@Header(PartnerGate.REFUSED_ITEMS) String refused, @Body Profiles batch) {
        return Results.of(batch.items(), Users::fan, refused, this::write);
    }

    private List<Result> write(List<Map<String, Object>> items) {
        var applied = profiles.write(items.stream().map(Users::toWrite).toList());
        var results = new ArrayList<Result>();
        for (int i = 0; i < items.size(); i++) {
            results.add(applied.get(i) ? Result.applied(fan(items.get(i))) : Result.stale(fan(items.get(i))));
        }
        return results;
    }

    private static Write toWrite(Map<String, Object> item) {
        String updated = (String) item.get(UPDATED);
        return new Write(fan(item), Versions.millis(updated), new Document(item).append(UPDATED, Versions.text(updated)));
    }

    private static String fan(Map<String, Object> item) {
        return (String) item.get("globalUserId");
    }
}
