package bench.registration;

import bench.load.Request;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Fans with a token each, as a campaign has them: everybody sends a request or two, so that no token is known before. */
final class Fans {

    private static final int MARKETS = 5;
    private final List<String> tokens;

    /** Has tokens made. */
    Fans(Stage stage, int count) {
        tokens = IntStream.range(0, count).parallel().mapToObj(number -> stage.token(id(number), "user")).toList();
    }

    int count() {
        return tokens.size();
    }

    static String id(int number) {
        return "fan-" + number;
    }

    /** Stores a campaign that is open to these fans by invitation. */
    void invite(Stage stage, String campaignId) {
        var now = Instant.now();
        var campaign = Json.MAPPER.createObjectNode().put("campaignId", campaignId).put("name", "Autumn tour").put("status", "ACTIVE").put("defaultRegion", "US");
        campaign.putObject("date").put("open", now.minus(Duration.ofDays(1)).toString()).put("close", now.plus(Duration.ofDays(1)).toString());
        campaign.putArray("locales").add("en-us").add("es-us");
        campaign.putArray("requiredFields").add("email").add("firstName").add("lastName").add("phone").add("postalCode").add("country").add("locale");
        campaign.putObject("options").put("dataPipeline", false).put("automatedReminders", false);
        var markets = campaign.putArray("markets");
        for (int market = 0; market < MARKETS; market++) {
            markets.addObject().put("marketId", "market-" + market).put("name", "Market " + market).put("timeZone", "America/New_York").put("presale", now.plus(Duration.ofDays(9)).toString());
        }
        var invited = campaign.putObject("gates").putObject("inviteOnly").putArray("emails");
        IntStream.range(0, count()).forEach(number -> invited.add(email(number)));
        stage.call("PUT", "/partners/campaign/" + campaignId, campaign);
    }

    private static String email(int number) {
        return "ann." + number + "@example.com";
    }

    /** What a fan writes, not yet in the form that it is kept in. @param change how often the fan has changed it */
    static ObjectNode entry(int number, int change) {
        var entry = Json.MAPPER.createObjectNode().put("email", " Ann." + number + "@Example.com").put("firstName", "Ann " + change).put("lastName", "Example")
                .put("phone", "(213) 555-%04d".formatted(number % 10_000)).put("postalCode", "900%02d-1234".formatted(number % 100)).put("country", "us").put("locale", "en_US");
        entry.putArray("marketIds").add("market-" + number % MARKETS).add("market-" + (number + 2) % MARKETS);
        entry.putObject("marketing").put("email", true).put("sms", false);
        return entry;
    }

    /** The texts of an entry in the form that they are kept in. */
    static ObjectNode normal(int number) {
        return Json.MAPPER.createObjectNode().put("email", email(number)).put("firstName", "Ann").put("lastName", "Example").put("phone", "+1213555%04d".formatted(number % 10_000))
                .put("postalCode", "900%02d-1234".formatted(number % 100)).put("country", "US").put("locale", "en-us");
    }

    /** Asks whether the fan is eligible: one of ten is not, for the postal code. */
    Request eligibility(String campaignId, int number) {
        int fan = number % count();
        var entry = number % 10 == 0 ? entry(fan, 0).put("postalCode", "nowhere") : entry(fan, 0);
        return new Request("POST", "/api/registration/v1/campaigns/" + campaignId + "/eligibility", Json.write(entry), tokens.get(fan));
    }

    /** Enters the fan. */
    Request put(String campaignId, int number, int change) {
        return new Request("PUT", "/api/registration/v1/campaigns/" + campaignId + "/entries/me", Json.write(entry(number, change)), tokens.get(number));
    }

    /** Withdraws the fan's entry. */
    Request delete(String campaignId, int number) {
        return new Request("DELETE", "/api/registration/v1/campaigns/" + campaignId + "/entries/me", "", tokens.get(number));
    }
}
