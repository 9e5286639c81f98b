package hub.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Sends;
import hub.events.Unavailable;
import hub.queues.FanOut;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds the data pipeline when a fan changes an entry (presale registration, use case 5, step 1): the registration, and each of its markets. Only for
 * campaigns with {@code options.dataPipeline}. Nothing personal goes along.
 */
public final class EntryFeed {

    private final Campaigns campaigns;

    EntryFeed(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    /** Looks the campaigns up; what nobody wants in the data pipeline is done. A campaign that nobody can tell about is waited for. */
    @Sends("queue:dataQueue")
    public FanOut feed(List<QueueMessage> batch) {
        var outcomes = Outcomes.of(batch);
        var letters = new ArrayList<Letter>();
        for (var message : batch) {
            try {
                var change = EntryChange.read(message.body());
                if (campaigns.find(change.key().campaignId()).filter(Campaign::dataPipeline).isPresent()) {
                    letters.addAll(letters(message, change));
                } else {
                    outcomes.applied(message.id());
                }
            } catch (Malformed why) {
                outcomes.rejected(message.id(), Replication.MALFORMED, why.getMessage());
            } catch (Unavailable away) {
                outcomes.away(message.id(), away.getMessage());
            }
        }
        return new FanOut(new Mailing(letters), outcomes);
    }

    static List<Letter> letters(QueueMessage message, EntryChange change) {
        var markets = new ArrayList<String>();
        change.entry().path("marketIds").forEach(market -> markets.add(market.asText()));
        var letters = new ArrayList<Letter>();
        var registration = data(change);
        markets.forEach(registration.putArray("marketIds")::add);
        letters.add(letter(message, "REGISTRATION", "", registration));
        markets.forEach(market -> letters.add(letter(message, "REGISTERED_MARKET", market, data(change).put("marketId", market))));
        return letters;
    }

    private static ObjectNode data(EntryChange change) {
        return Json.MAPPER.createObjectNode().put("campaignId", change.key().campaignId()).put("globalUserId", change.key().globalUserId())
                .put("updated", change.version()).put("deleted", change.isRemoval());
    }

    /** The record id is made of the change's and of what the entity is, so that a repetition of the change is known as one. */
    private static Letter letter(QueueMessage message, String type, String marketId, ObjectNode data) {
        return DataQueue.letter(message.id(), DataQueue.recordId(message.recordId(), type, marketId), DataQueue.entity(type, data), message.causation());
    }
}
