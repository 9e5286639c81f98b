package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.World;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A campaign that changes while it is being read, and one that changes without anybody saying so. */
class StaleReadTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
    private static ScriptedCampaignService service;
    private static World world;
    private static Presale presale;

    @BeforeAll
    static void start() {
        service = new ScriptedCampaignService();
        world = World.sandboxOnly();
        presale = new Presale(world, world.startHub(Map.of("partners.campaign.url", service.url(), "registration.campaigns.time-to-live", TIME_TO_LIVE.toSeconds() + "s",
                "registration.partners.timeout", "20000", "registration.campaigns.patience", "40s", "hub.redis.timeout", "5s")));
    }

    @AfterAll
    static void stop() {
        world.close();
        service.close();
    }

    @Test
    void document_read_before_a_change_does_not_fill_the_cache_after_it() throws Exception {
        var fan = presale.fan();
        var document = Presale.open(Made.id("campaign"));
        var campaign = document.path("campaignId").asText();
        service.has(document.deepCopy());
        int asked = service.asked();
        service.hold();
        var first = CompletableFuture.supplyAsync(() -> fan.decision(campaign, fan.entry()));
        await().atMost(Duration.ofSeconds(5)).until(() -> service.asked() > asked);   // the old document is on its way

        service.has(document.put("status", "CLOSED").deepCopy());
        tell(campaign);
        await().atMost(Duration.ofSeconds(10)).until(() -> forgotten(campaign));
        service.letGo();

        assertThat(first.get(30, TimeUnit.SECONDS).path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
        assertThat(fan.decision(campaign, fan.entry()).path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
    }

    @Test
    void change_that_nobody_tells_takes_effect_when_the_time_to_live_is_over() {
        var fan = presale.fan();
        ObjectNode document = Presale.open(Made.id("campaign"));
        var campaign = document.path("campaignId").asText();
        service.has(document.deepCopy());
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).isTrue();
        var filled = Instant.now();
        service.has(document.put("status", "CLOSED").deepCopy());
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).as("served from the cache").isTrue();

        await().atMost(TIME_TO_LIVE.plusSeconds(2)).pollInterval(Duration.ofMillis(100)).until(() -> !fan.decision(campaign, fan.entry()).path("isEligible").asBoolean());
        assertThat(Instant.now()).isBefore(filled.plus(TIME_TO_LIVE).plusSeconds(2));
    }

    private static void tell(String campaign) {
        try (var kafka = new Kafka(world)) {
            kafka.send("campaigns.campaignChanged.v1", campaign, Json.write(Map.of("campaignId", campaign)));
        }
    }

    private static boolean forgotten(String campaign) {
        return new hub.acceptance.Database(world).count("""
                select count(*) from hub.delivery d join hub.event_log e using (position) where e.subject = ? and d.subscriber = 'registration-campaign-cache' and d.outcome = 'applied'""", campaign) == 1;
    }
}
