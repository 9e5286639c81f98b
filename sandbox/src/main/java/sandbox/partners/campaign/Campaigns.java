package sandbox.partners.campaign;

import static com.mongodb.client.model.Filters.eq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.RefusedCall;

/** The campaigns of the campaign service. */
public final class Campaigns {

    private static final String ID = "campaignId";

    private final MongoCollection<Document> documents;
    private final CampaignChanges changes;

    public Campaigns(MongoDatabase database, CampaignChanges changes) {
        this.documents = database.getCollection("campaigns");
        this.changes = changes;
    }

    /** The campaign as JSON. @throws RefusedCall (404) when there is none */
    public String read(@Header(ID) String campaignId) {
        Document found = documents.find(eq("_id", campaignId)).first();
        if (found == null) {
            throw new RefusedCall(404, "Unknown campaign", "There is no campaign " + campaignId);
        }
        found.remove("_id");
        return found.toJson();
    }

    /** Stores the campaign. @param campaign as JSON @throws RefusedCall (400) when it names another id than the path */
    public void store(@Header(ID) String campaignId, @Body String campaign) {
        var document = Document.parse(campaign);
        if (!campaignId.equals(document.getOrDefault(ID, campaignId))) {
            throw new RefusedCall(400, "Invalid body", "/campaignId: is not that of the path");
        }
        document.append(ID, campaignId).append("_id", campaignId);
        documents.replaceOne(eq("_id", campaignId), document, new ReplaceOptions().upsert(true));
    }

    /** Tells other systems that the campaign has changed. */
    public void announce(@Header(ID) String campaignId, @Header("X-Correlation-Id") String correlationId, @Header("traceparent") String traceparent)
            throws JsonProcessingException, InterruptedException {
        changes.publish(campaignId, correlationId, traceparent);
    }
}
