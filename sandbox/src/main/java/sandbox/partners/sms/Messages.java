package sandbox.partners.sms;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.RefusedCall;

/** The text messages of the SMS service: one for each idempotency key, whatever is repeated and whenever. */
public final class Messages {

    private static final String AT = "at";

    private final MongoCollection<Document> documents;
    private final Clock clock;

    public Messages(MongoDatabase database, Clock clock) {
        this.documents = database.getCollection("messages");
        this.clock = clock;
    }

    /** The answer to who sends. */
    public record Sent(String messageId) {
    }

    /** What was sent. */
    public record Listed(List<Document> items) {
    }

    /** Sends a message unless that of its key was sent. @throws RefusedCall (422) when the key was used for another message */
    public synchronized Sent send(@Header("Idempotency-Key") String key, @Body Message message) {
        RefusedCall.requireKey(key);
        var messageId = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        var earlier = documents.find(eq("_id", messageId)).first();
        if (earlier == null) {
            documents.insertOne(new Document("_id", messageId).append("idempotencyKey", key).append("phoneNumber", message.phoneNumber())
                    .append("message", message.message()).append("locale", message.locale()).append(AT, clock.instant().toString()));
        } else if (!message.phoneNumber().equals(earlier.getString("phoneNumber"))) {
            throw new RefusedCall(422, "Key of another call", "The idempotency key was used for a message to another number");
        }
        return new Sent(messageId);
    }

    /** The messages, oldest first; for looking at, so it may read them all. @param phoneNumber of any number: null */
    public Listed list(@Header("phoneNumber") String phoneNumber) {
        var found = phoneNumber == null ? documents.find() : documents.find(eq("phoneNumber", phoneNumber));
        var items = found.sort(ascending(AT)).into(new ArrayList<>());
        items.forEach(item -> item.append("messageId", item.remove("_id")));
        return new Listed(items);
    }
}
