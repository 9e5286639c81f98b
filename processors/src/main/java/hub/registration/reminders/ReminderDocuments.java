package hub.registration.reminders;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import hub.registration.Dates;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reminders read of campaigns and scoring records in MongoDB, and write there. Times are texts there, as the campaign's managers wrote them, so they are
 * compared here. Each write is of one document, under a condition that makes it once.
 */
final class ReminderDocuments {

    private static final Bson OF_CAMPAIGN = fields(include("status", "options.automatedReminders", "markets.marketId", "markets.presale", "markets.date"));
    private static final Bson OF_FAN = fields(include("globalUserId", "phoneNumber", "locale", "code"));
    private static final String NOTIFICATION = "date.notification";
    private static final String NOTIFIED = "date.notified";
    private static final String TO_EXPORT = "date.sendReminderEmails";
    private static final String EXPORTED = "date.triggeredEmailReminders";
    private static final int FANS_A_READ = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ReminderDocuments.class);
    private final MongoServer mongo;

    ReminderDocuments(MongoServer mongo) {
        this.mongo = mongo;
    }

    /** The markets that have to do with reminders: of campaigns that are closed and want them, and all that are planned. */
    List<Market> markets() {
        var markets = new ArrayList<Market>();
        for (var campaign : campaigns().find(or(and(eq("status", "CLOSED"), eq("options.automatedReminders", true)), exists("markets." + NOTIFICATION)))
                .projection(OF_CAMPAIGN)) {
            try {
                markets.addAll(markets(campaign));
            } catch (ClassCastException e) {
                LOG.warn("campaign {} is left out, because its document has another form: {}", campaign.get("_id"), e.getMessage());
            }
        }
        return markets;
    }

    private static List<Market> markets(Document campaign) {
        var reminded = "CLOSED".equals(campaign.get("status")) && campaign.get("options") instanceof Document options && Boolean.TRUE.equals(options.get("automatedReminders"));
        return campaign.getList("markets", Document.class, List.of()).stream().map(market -> market(campaign.getString("_id"), market, reminded)).toList();
    }

    private static Market market(String campaignId, Document market, boolean reminded) {
        var date = market.get("date") instanceof Document dates ? dates : new Document();
        return new Market(campaignId, market.getString("marketId"), market.getString("presale"), time(market.get("presale")), time(date.get("notification")), date.get("notified") != null, reminded);
    }

    /** Plans a market that is not planned. @return false when it is by now, or its presale was moved */
    boolean planned(Market market, Instant notification) {
        return campaigns().updateOne(market(market, eq(NOTIFICATION, null)), set("markets.$." + NOTIFICATION, Dates.text(notification))).getModifiedCount() > 0;
    }

    /** Takes the plan of a market away. @return false when it has none by now, or its presale was moved */
    boolean cleanedUp(Market market) {
        return campaigns().updateOne(market(market, ne(NOTIFICATION, null)), unset("markets.$." + NOTIFICATION)).getModifiedCount() > 0;
    }

    boolean isNotified(Market market) {
        return campaigns().find(market(market, ne(NOTIFIED, null))).projection(include("_id")).first() != null;
    }

    /** Marks a market as notified, unless it is. */
    boolean notified(Market market, Instant now) {
        return campaigns().updateOne(market(market, eq(NOTIFIED, null)), set("markets.$." + NOTIFIED, Dates.text(now))).getModifiedCount() > 0;
    }

    private static Bson market(Market market, Bson condition) {
        return and(eq("_id", market.campaignId()), elemMatch("markets", and(eq("marketId", market.marketId()), eq("presale", market.written()), condition)));
    }

    /** The fans to be notified: who won, has a code of the market and a phone number of the country code 1. To be closed. */
    MongoCursor<Document> fans(Market market) {
        return mongo.database().getCollection("scoring").find(and(eq("campaignId", market.campaignId()), eq("verdict", true), eq("code.marketId", market.marketId()), regex("phoneNumber", "^\\+1"))).projection(OF_FAN).batchSize(FANS_A_READ).cursor();
    }

    /** A date at which a campaign's reminders go out by e-mail. @param written as the campaign's document has it @param at null where that cannot be read */
    record EmailDate(String campaignId, String written, Instant at) { }

    List<EmailDate> emailDates() {
        var dates = new ArrayList<EmailDate>();
        for (var campaign : campaigns().find(exists(TO_EXPORT + ".0")).projection(include(TO_EXPORT))) {
            campaign.get("date", Document.class).getList("sendReminderEmails", Object.class)
                    .forEach(date -> dates.add(new EmailDate(campaign.getString("_id"), String.valueOf(date), time(date))));
        }
        return dates;
    }

    /** Moves a date from those to come to those that are done. */
    void exported(String campaignId, String written) {
        campaigns().updateOne(and(eq("_id", campaignId), eq(TO_EXPORT, written)), combine(pull(TO_EXPORT, written), addToSet(EXPORTED, written)));
    }

    private MongoCollection<Document> campaigns() {
        return mongo.database().getCollection("campaigns");
    }

    private static Instant time(Object written) {
        try {
            return written instanceof String text ? OffsetDateTime.parse(text).toInstant() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
