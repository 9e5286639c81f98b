package bench.bare.registration;

import bench.bare.Queue;
import bench.bare.registration.Letters.Letter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Feeds the data pipeline with what fans changed, of campaigns that have that enabled. */
final class FeedWorker extends BatchWorker {

    private final Campaigns campaigns;
    private final Letters pipeline;

    FeedWorker(Queue queue, DataSource database, Executor side, Campaigns campaigns, Letters pipeline) {
        super(queue, database, side);
        this.campaigns = campaigns;
        this.pipeline = pipeline;
    }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) throws IOException, InterruptedException {
        var letters = new HashMap<Letter, Message>();
        var done = new HashSet<Message>();
        for (var message : batch) {
            try {
                var change = Json.MAPPER.readTree(message.body());
                var campaign = campaigns.find(change.path("campaignId").asText());
                if (campaign != null && campaign.dataPipeline()) {
                    letters(change, message).forEach(letter -> letters.put(letter, message));
                }
                done.add(message);
            } catch (JsonProcessingException e) {
                refused.put(message, "malformed");
            }
        }
        var sent = pipeline.trySend(List.copyOf(letters.keySet()));
        letters.forEach((letter, message) -> {
            if (!sent.contains(letter)) {
                done.remove(message);
            }
        });
        return done;
    }

    private static List<Letter> letters(JsonNode change, Message message) {
        var letters = new ArrayList<Letter>();
        var registration = data(change);
        registration.set("marketIds", change.at("/entry/marketIds"));
        letters.add(letter(message, "REGISTRATION", "", registration));
        change.at("/entry/marketIds").forEach(market -> letters.add(letter(message, "REGISTERED_MARKET", market.asText(), data(change).put("marketId", market.asText()))));
        return letters;
    }

    private static ObjectNode data(JsonNode change) {
        return Json.MAPPER.createObjectNode().put("campaignId", change.path("campaignId").asText()).put("globalUserId", change.path("globalUserId").asText())
                .put("updated", change.path("version").asText()).put("deleted", change.path("type").asText().equals("REMOVE"));
    }

    private static Letter letter(Message message, String type, String market, ObjectNode data) {
        var entity = Json.MAPPER.createObjectNode().put("type", type);
        entity.set("data", data);
        return new Letter(attribute(message, "recordId") + type + market, entity, attribute(message, "correlationid"), attribute(message, "traceparent"));
    }
}
