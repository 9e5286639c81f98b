package sandbox.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The presale campaigns of a run: one that is open to everybody and feeds the data pipeline, one for invited fans and for those of the first, one that is over. */
final class Campaigns {

    /** Each winner of it has a code of their own. */
    static final String LARGE_MARKET = "la";
    /** It has too few codes. */
    static final String SHORT_MARKET = "chi";
    /** Its winners share a code. */
    static final String SHARED_MARKET = "nyc";
    private static final List<String> MARKETS = List.of(LARGE_MARKET, SHORT_MARKET, SHARED_MARKET);
    private static final int EVENTS_OF_A_MARKET = 2;
    /** What a change of the open one sends to the data pipeline: the campaign, its markets, their events. */
    static final int ENTITIES = 1 + MARKETS.size() + MARKETS.size() * EVENTS_OF_A_MARKET;

    private Campaigns() {
    }

    static String tour(Day day) {
        return "tour-" + day.run();
    }

    static String club(Day day) {
        return "club-" + day.run();
    }

    static String past(Day day) {
        return "past-" + day.run();
    }

    static String encore(Day day) {
        return "encore-" + day.run();
    }

    /** One or two markets. */
    static List<String> markets(int choice) {
        var first = MARKETS.get(choice % MARKETS.size());
        return choice % 2 == 0 ? List.of(first) : List.of(first, MARKETS.get((choice + 1) % MARKETS.size()));
    }

    /** Open to everybody. @param status changes in the course of the day */
    static Map<String, Object> tourDocument(Day day, String status) {
        return document(day, tour(day), "Tour of the year", status, Map.of(), true);
    }

    /** For those on the list, and for those who have an entry in the tour and ask for the transfer. */
    static Map<String, Object> clubDocument(Day day, int guests) {
        var emails = IntStream.range(0, guests).mapToObj(number -> Fan.guest(day, number).person().email()).toList();
        return document(day, club(day), "Night at the club", "ACTIVE", Map.of("inviteOnly", Map.of("emails", emails), "linkedCampaignId", tour(day)), false);
    }

    static Map<String, Object> pastDocument(Day day) {
        return document(day, past(day), "Tour of last year", "CLOSED", Map.of(), false);
    }

    /** Over, with a presale whose winners are to be reminded by text message, and by an e-mail that is due. */
    static Map<String, Object> encoreDocument(Day day, Instant presale) {
        var document = document(day, encore(day), "Encore", "CLOSED", Map.of(), false);
        document.put("date", Map.of("sendReminderEmails", List.of(Instant.now().toString()), "triggeredEmailReminders", List.of()));
        document.put("locales", List.of("en-us", "es-us", "fr-ca"));
        document.put("options", Map.of("automatedReminders", true, "dataPipeline", false));
        document.put("markets", List.of(market(day, encore(day), LARGE_MARKET, presale)));
        return document;
    }

    private static Map<String, Object> document(Day day, String campaignId, String name, String status, Map<String, Object> gates, boolean dataPipeline) {
        var now = Instant.now();
        var document = new LinkedHashMap<String, Object>();
        document.put("campaignId", campaignId);
        document.put("name", name);
        document.put("status", status);
        document.put("date", Map.of("open", now.minus(Duration.ofDays(1)).toString(), "close", now.plus(Duration.ofDays(1)).toString(),
                "sendReminderEmails", List.of(), "triggeredEmailReminders", List.of()));
        document.put("defaultRegion", "US");
        document.put("locales", List.of("en-us", "es-us"));
        document.put("requiredFields", List.of("email", "firstName", "lastName", "phone", "postalCode"));
        document.put("gates", gates);
        document.put("options", Map.of("automatedReminders", false, "dataPipeline", dataPipeline));
        document.put("markets", MARKETS.stream().map(market -> market(day, campaignId, market, now.plus(Duration.ofDays(9)))).toList());
        return document;
    }

    private static int capacity(Day day, String marketId) {
        return switch (marketId) {
            case LARGE_MARKET -> SelectionFlow.winners(day.people());
            case SHARED_MARKET -> SelectionFlow.sharers(day.people());
            default -> 500;
        };
    }

    private static Map<String, Object> market(Day day, String campaignId, String marketId, Instant presale) {
        var events = IntStream.rangeClosed(1, EVENTS_OF_A_MARKET).mapToObj(night -> campaignId + "-" + marketId + "-" + night).toList();
        return Map.of("marketId", marketId, "name", Map.of("la", "Los Angeles", "chi", "Chicago", "nyc", "New York").get(marketId),
                "timeZone", Map.of("la", "America/Los_Angeles", "chi", "America/Chicago", "nyc", "America/New_York").get(marketId),
                "capacity", capacity(day, marketId), "sharedCode", marketId.equals(SHARED_MARKET), "presale", presale.toString(), "eventIds", events, "link", "https://tickets.example.com/" + campaignId, "date", Map.of());
    }
}
