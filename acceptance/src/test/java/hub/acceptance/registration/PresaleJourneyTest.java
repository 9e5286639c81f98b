package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The fan's and the campaign manager's journey of the requirements, from registration to presale: through REST, and with the schedules run by hand. */
class PresaleJourneyTest {

    private final Presale presale = new Presale(Running.world(), Running.hub());
    private final Call manager = Call.to(Running.hub().httpUrl()).as(Running.world().token("maria", "campaign-manager"));
    private final Instant starts = Instant.now().plus(Duration.ofHours(20)).truncatedTo(ChronoUnit.MINUTES);
    private String campaign;

    @Test
    void fans_register_are_selected_reminded_and_exported_and_the_manager_sees_it() {
        var document = document();
        campaign = presale.store(document);
        var winner = presale.fan();
        var loser = presale.fan();

        // registration opens; fans check and enter, the manager watches
        assertThat(winner.decision(campaign, winner.entry("la")).path("isEligible").asBoolean()).isTrue();
        assertThat(winner.enter(campaign, winner.entry("la")).status()).isEqualTo(201);
        assertThat(loser.enter(campaign, loser.entry("la")).status()).isEqualTo(201);
        Presale.eventually().untilAsserted(() -> assertThat(stats()).isEqualTo("registrations 2 registered 2 eligible 0 selected 0 notified 0"));

        // it closes, and fans are scored
        presale.store(document.put("status", "CLOSED"));
        Presale.eventually().untilAsserted(() -> assertThat(winner.enter(campaign, winner.entry("la")).json().path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED"));
        put("/partners/entry/" + campaign + "/scoring", "[" + scoring(winner, 9.5) + ", " + scoring(loser, 1) + "]");
        put("/partners/code/" + campaign + "/pool", Json.write(Map.of("la", IntStream.range(0, 500).mapToObj("CODE-%03d"::formatted).toList())));

        // the manager selects
        var started = manager.post("/api/registration/v1/campaigns/" + campaign + "/markets/la/selections", null);
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        Presale.eventually().untilAsserted(() -> assertThat(manager.get(started.header("Location")).json().path("status").asText()).isEqualTo("FINISHED"));
        var won = winner.read(campaign).json();
        assertThat(won.path("verdict").asBoolean()).isTrue();
        assertThat(won.at("/code/marketId").asText()).isEqualTo("la");
        var code = won.at("/code/code").asText();
        assertThat(code).startsWith("CODE-");
        assertThat(loser.read(campaign).json().path("verdict").asBoolean(true)).isFalse();
        assertThat(loser.read(campaign).json().has("code")).isFalse();
        Presale.eventually().untilAsserted(() -> assertThat(partner("/partners/code/" + campaign + "/pool").path("la")).isEqualTo(Json.read("{\"free\": 499, \"reserved\": 0, \"assigned\": 1}")));

        // reminders are planned for an hour before the presale, generated then, and sent
        run("plan-sends", "{}");
        var notification = starts.minus(Duration.ofHours(1));
        Presale.eventually().untilAsserted(() -> assertThat(date("/markets/0/date/notification")).isEqualTo(notification.toString().replace("Z", ".000Z")));
        run("poll-markets", "{\"now\": \"" + notification + "\"}");
        Presale.eventually().untilAsserted(() -> assertThat(messages()).isEqualTo(1));
        assertThat(message().path("message").asText()).contains(code, "Los Angeles", "https://example.org/la");
        assertThat(date("/markets/0/date/notified")).isNotEmpty();

        // and by e-mail
        run("email-reminders", "{\"now\": \"" + starts.minus(Duration.ofHours(9)) + "\"}");
        Presale.eventually().untilAsserted(() -> assertThat(date("/date/triggeredEmailReminders/0")).isNotEmpty());
        assertThat(date("/date/sendReminderEmails/0")).isEmpty();
        var file = Http.get("http://127.0.0.1:" + Running.world().port("S3_PORT") + "/crm-exports/" + campaign + "/" + date("/date/triggeredEmailReminders/0").replace(":", "%3A") + ".csv");
        assertThat(file.body().lines()).containsExactly("globalUserId,email,locale,marketId,presale", String.join(",", winner.id(), winner.email(), "en-us", "la", starts.toString()));
        Presale.eventually().untilAsserted(() -> assertThat(stats()).isEqualTo("registrations 2 registered 2 eligible 2 selected 1 notified 1"));
    }

    private ObjectNode document() {
        var document = Presale.open(Made.id("journey"));
        ((ObjectNode) document.path("options")).put("automatedReminders", true);
        ((ObjectNode) document.path("date")).putArray("sendReminderEmails").add(starts.minus(Duration.ofHours(10)).toString());
        ((ObjectNode) document.at("/markets/0")).put("capacity", 1).put("presale", starts.toString());
        return document;
    }

    private static String scoring(Presale.Fan fan, double score) {
        return "{\"globalUserId\": \"%s\", \"marketIds\": [\"la\"], \"score\": %s, \"phoneNumber\": \"+12127365000\", \"locale\": \"en-us\"}".formatted(fan.id(), score);
    }

    private static void put(String path, String body) {
        assertThat(Http.call("PUT", Running.world().sandboxUrl() + path, body).status()).isLessThan(300);
    }

    private static JsonNode partner(String path) {
        return Http.get(Running.world().sandboxUrl() + path).json();
    }

    /** Of the campaign as the campaign service has it; empty where there is none. */
    private String date(String place) {
        return partner("/partners/campaign/" + campaign).at(place).asText();
    }

    private static void run(String schedule, String body) {
        var answer = Http.post(Running.hub().opsUrl() + "/ops/schedules/" + schedule + "/run", body, "Authorization", "Bearer " + Running.world().token("olga", "operator"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    }

    private long messages() {
        return StreamSupport.stream(partner("/partners/sms/messages").path("items").spliterator(), false).filter(this::isOfCampaign).count();
    }

    private JsonNode message() {
        return StreamSupport.stream(partner("/partners/sms/messages").path("items").spliterator(), false).filter(this::isOfCampaign).findFirst().orElseThrow();
    }

    private boolean isOfCampaign(JsonNode message) {
        return message.path("idempotencyKey").asText().contains(campaign);
    }

    private String stats() {
        var stats = manager.get("/api/registration/v1/campaigns/" + campaign + "/stats").json();
        var market = StreamSupport.stream(stats.path("markets").spliterator(), false).filter(one -> one.path("marketId").asText().equals("la")).findFirst().orElseThrow();
        return "registrations %s registered %s eligible %s selected %s notified %s".formatted(stats.path("registrations"), market.path("registered"), market.path("eligible"),
                market.path("selected"), market.path("notified"));
    }
}
