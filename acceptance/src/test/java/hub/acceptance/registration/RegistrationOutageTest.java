package hub.acceptance.registration;

import static hub.acceptance.registration.Presale.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.World;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis, DynamoDB, user service and campaign service away, one at a time. */
class RegistrationOutageTest {

    private static Presale presale;
    private final Presale.Fan fan = presale.fan();

    @BeforeAll
    static void start() {
        var world = World.start();
        presale = new Presale(world, world.hub());
    }

    @AfterAll
    static void stop() {
        presale.world().close();
    }

    @AfterEach
    void restore() {
        presale.restore();
    }

    @Test
    void without_redis_the_answers_are_the_same_and_soon_as_quick() {
        var open = presale.campaign();
        var closed = presale.store(Presale.open(Made.id("campaign")).put("status", "CLOSED"));
        assertThat(fan.decision(open, fan.entry()).path("isEligible").asBoolean()).isTrue();

        presale.world().backend("redis", true);

        for (int n = 0; n < 10; n++) {
            assertThat(fan.decision(open, fan.entry()).path("isEligible").asBoolean()).isTrue();
            assertThat(fan.decision(closed, fan.entry()).path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
        }
        assertThat(fan.enter(open, fan.entry()).status()).isEqualTo(201);
        assertThat(fan.withdraw(open).status()).isEqualTo(204);
        var begun = Instant.now();
        IntStream.range(0, 20).forEach(n -> fan.decision(open, fan.entry()));
        assertThat(Duration.between(begun, Instant.now())).as("20 requests, none of which waits for Redis").isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void change_while_redis_is_away_is_seen_at_once_and_after_it() {
        var document = Presale.open(Made.id("campaign"));
        var campaign = presale.store(document);
        eventually().until(() -> fan.decision(campaign, fan.entry()).path("isEligible").asBoolean());
        presale.world().backend("redis", true);

        presale.store(document.put("status", "CLOSED"));

        eventually().until(() -> fan.decision(campaign, fan.entry()).path("reason").asText().equals("CAMPAIGN_CLOSED"));
        presale.world().backend("redis", false);
        eventually().during(Duration.ofSeconds(3)).until(() -> fan.decision(campaign, fan.entry()).path("reason").asText().equals("CAMPAIGN_CLOSED"));
    }

    @Test
    void without_dynamodb_entries_are_unavailable_and_nothing_is_written() {
        var campaign = presale.campaign();
        presale.world().backend("dynamodb", true);

        unavailable(fan.enter(campaign, fan.entry()));
        unavailable(fan.read(campaign));
        unavailable(fan.withdraw(campaign));
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).as("needs no table").isTrue();
        var linked = presale.store(Presale.gated(Made.id("vip"), "{\"linkedCampaignId\": \"" + campaign + "\"}"));
        unavailable(fan.eligibility(linked, fan.entry().put("doTransfer", true)));

        presale.world().backend("dynamodb", false);
        eventually().until(() -> fan.read(campaign).status() == 404);
        assertThat(fan.enter(campaign, fan.entry()).status()).isEqualTo(201);
    }

    @Test
    void gate_stays_shut_while_the_user_service_is_away() {
        var campaign = presale.store(Presale.gated(Made.id("idv"), "{\"idv\": true}"));
        presale.verified(fan, true);
        presale.fault("user", "{\"status\": 503}");

        unavailable(fan.eligibility(campaign, fan.entry()));
        unavailable(fan.enter(campaign, fan.entry()));
        assertThat(presale.row(fan, "asu#" + campaign)).isEmpty();

        presale.restore();
        eventually().until(() -> fan.enter(campaign, fan.entry()).status() == 201);
    }

    @Test
    void user_service_that_hangs_costs_a_bounded_time() {
        var campaign = presale.store(Presale.gated(Made.id("idv"), "{\"idv\": true}"));
        presale.fault("user", "{\"latencyMs\": 20000, \"times\": 2, \"path\": \"" + fan.id() + "\"}");   // profiles of other tests are still on their way
        var begun = Instant.now();

        unavailable(fan.eligibility(campaign, fan.entry()));

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void campaign_service_that_is_away_hurts_only_what_is_not_cached() {
        var campaign = presale.campaign();
        eventually().during(Duration.ofSeconds(1)).until(() -> fan.decision(campaign, fan.entry()).path("isEligible").asBoolean());   // its change has been heard of
        presale.fault("campaign", "{\"dropConnection\": true}");

        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).isTrue();
        assertThat(fan.enter(campaign, fan.entry()).status()).isEqualTo(201);
        unavailable(fan.eligibility(Made.id("other"), fan.entry()));
        unavailable(fan.enter(Made.id("other"), fan.entry()));

        presale.restore();
        eventually().until(() -> fan.eligibility(Made.id("other"), fan.entry()).status() == 404);
    }

    private static void unavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isNotBlank();
    }
}
