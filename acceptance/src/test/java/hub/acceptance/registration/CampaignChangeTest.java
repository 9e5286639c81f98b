package hub.acceptance.registration;

import static hub.acceptance.registration.Presale.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Database;
import hub.acceptance.Http.Answer;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What follows when a campaign changes in the campaign service. */
class CampaignChangeTest {

    private final Presale presale = new Presale(Running.world(), Running.hub());
    private final Presale.Fan fan = presale.fan();

    @Test
    void campaign_is_read_once_for_many_that_ask_at_once_and_for_all_after_them() {
        var campaign = presale.campaign();
        changeIsKnown(campaign);
        var before = presale.calls("campaign", "/" + campaign);

        var answers = Call.parallel(50, () -> fan.eligibility(campaign, fan.entry()));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).isTrue();
        assertThat(presale.calls("campaign", "/" + campaign)).isEqualTo(before + 1);
    }

    /** Waits until the cache has forgotten it and the data pipeline has read it, so that neither happens later. */
    private static void changeIsKnown(String campaign) {
        eventually().untilAsserted(() -> assertThat(new Database(Running.world()).sql("select subscriber from hub.delivery join hub.event_log using (position) where subject = ?", campaign)
                .query(String.class).list()).contains("registration-campaign-cache", "registration-campaign-feed"));
    }

    @Test
    void change_takes_effect_within_a_second() {
        var document = Presale.open(Made.id("campaign"));
        var campaign = presale.store(document);
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).isTrue();

        presale.store(document.put("status", "CLOSED"));

        await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(25)).until(() -> fan.decision(campaign, fan.entry()).path("reason").asText().equals("CAMPAIGN_CLOSED"));
    }

    @Test
    void changes_in_quick_succession_end_in_the_last() {
        var document = Presale.open(Made.id("campaign"));
        var campaign = presale.store(document);
        for (int change = 0; change < 10; change++) {
            presale.store(document.put("status", change % 2 == 0 ? "CLOSED" : "ACTIVE"));
            fan.decision(campaign, fan.entry());
        }
        presale.store(document.put("status", "CLOSED"));

        await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(25)).until(() -> fan.decision(campaign, fan.entry()).path("reason").asText().equals("CAMPAIGN_CLOSED"));
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> fan.decision(campaign, fan.entry()).path("reason").asText().equals("CAMPAIGN_CLOSED"));
    }

    @Test
    void campaign_with_data_pipeline_reaches_its_topics_with_markets_and_events() {
        var document = Presale.gated(Made.id("piped"), "{\"inviteOnly\": {\"emails\": [\"secret@example.org\"]}}");
        document.withObject("/options").put("dataPipeline", true);
        var campaign = presale.store(document);

        try (var kafka = new Kafka(Running.world())) {
            eventually().untilAsserted(() -> {
                assertThat(data(kafka, "campaign", campaign)).hasSize(1);
                assertThat(data(kafka, "market", campaign)).extracting(market -> market.path("marketId").asText()).containsExactlyInAnyOrder("la", "nyc");
                assertThat(data(kafka, "event-mapping", campaign)).extracting(mapping -> mapping.path("marketId").asText() + " " + mapping.path("eventId").asText())
                        .containsExactlyInAnyOrder("la e-1", "la e-2", "nyc e-3");
            });
            var sent = data(kafka, "campaign", campaign).get(0);
            assertThat(sent.path("name").asText()).isEqualTo("World tour");
            assertThat(sent.path("status").asText()).isEqualTo("ACTIVE");
            assertThat(sent.path("recordId").asText()).isNotBlank();
            assertThat(sent.toString()).doesNotContain("secret@example.org");
            presale.store(document.put("status", "CLOSED"));
            eventually().untilAsserted(() -> assertThat(data(kafka, "campaign", campaign)).extracting(change -> change.path("status").asText()).containsExactlyInAnyOrder("ACTIVE", "CLOSED"));
        }
    }

    @Test
    void campaign_without_data_pipeline_reaches_none() {
        var quiet = presale.campaign();
        var piped = Presale.open(Made.id("piped"));
        ((ObjectNode) piped.path("options")).put("dataPipeline", true);
        presale.store(piped);

        try (var kafka = new Kafka(Running.world())) {
            eventually().untilAsserted(() -> assertThat(data(kafka, "campaign", piped.path("campaignId").asText())).hasSize(1));
            assertThat(data(kafka, "campaign", quiet)).isEmpty();
            assertThat(data(kafka, "market", quiet)).isEmpty();
        }
    }

    @Test
    void change_is_applied_by_both_subscribers_and_nothing_is_parked() {
        var campaign = presale.campaign();

        eventually().untilAsserted(() -> assertThat(Made.database().count("""
                select count(*) from hub.delivery d join hub.event_log e using (position)
                 where e.subject = ? and d.subscriber in ('registration-campaign-cache', 'registration-campaign-feed') and d.outcome = 'applied'""", campaign)).isEqualTo(2));
        assertThat(Made.database().count("select count(*) from hub.failure where subject = ?", campaign)).isZero();
    }

    private static List<JsonNode> data(Kafka kafka, String topic, String campaign) {
        return kafka.read(topic).stream().map(ConsumerRecord::value).map(value -> Json.read(new String(value, StandardCharsets.UTF_8)))
                .filter(data -> data.path("campaignId").asText().equals(campaign)).toList();
    }
}
