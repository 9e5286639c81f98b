package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Use case 1 and scenario 2 of the presale registration, through REST. */
class EligibilityTest {

    private final Presale presale = new Presale(Running.world(), Running.hub());
    private final Presale.Fan fan = presale.fan();

    @Test
    void eligible_fan_sees_the_entry_normalised() {
        var decision = fan.decision(presale.campaign(), fan.entry("la", "nyc"));

        var expected = (ObjectNode) Json.read("""
                {"isEligible": true, "entry": {"firstName": "Ada", "lastName": "Lovelace", "phone": "+12127365000", "postalCode": "90210", "country": "US", "locale": "en-us",
                 "marketIds": ["la", "nyc"], "marketing": {"email": true, "sms": false}}}""");
        expected.withObject("/entry").put("email", fan.email());
        assertThat(decision).isEqualTo(expected);
    }

    @Test
    void asking_writes_nothing() {
        var campaign = presale.campaign();
        fan.decision(campaign, fan.entry());

        assertThat(fan.read(campaign).status()).isEqualTo(404);
        assertThat(presale.row(fan, "asu#" + campaign)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "DRAFT"})
    void campaign_that_is_not_active_is_closed(String status) {
        var campaign = presale.store(Presale.open(Made.id("campaign")).put("status", status));

        assertThat(fan.decision(campaign, fan.entry())).isEqualTo(Json.read("{\"isEligible\": false, \"reason\": \"CAMPAIGN_CLOSED\"}"));
        var refused = fan.enter(campaign, fan.entry());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("not-eligible");
        assertThat(refused.json().path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
    }

    @Test
    void transferring_campaign_is_open() {
        assertThat(fan.decision(presale.store(Presale.open(Made.id("campaign")).put("status", "TRANSFERRING")), fan.entry()).path("isEligible").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "-2, -1"})
    void campaign_outside_of_its_window_is_closed(int opens, int closes) {
        var document = Presale.window(Presale.open(Made.id("campaign")), Instant.now().plus(Duration.ofHours(opens)), Instant.now().plus(Duration.ofHours(closes)));
        var campaign = presale.store(document);

        assertThat(fan.decision(campaign, fan.entry()).path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
        assertThat(fan.withdraw(campaign).json().path("reason").asText()).isEqualTo("CAMPAIGN_CLOSED");
    }

    @Test
    void window_closes_at_its_moment_without_anybody_saying_so() {
        var close = Instant.now().plusSeconds(3);
        var campaign = presale.store(Presale.window(Presale.open(Made.id("campaign")), Instant.now().minusSeconds(60), close));
        assertThat(fan.decision(campaign, fan.entry()).path("isEligible").asBoolean()).isTrue();

        Presale.eventually().until(() -> !fan.decision(campaign, fan.entry()).path("isEligible").asBoolean());
        assertThat(Instant.now()).isBetween(close, close.plusSeconds(2));
    }

    @Test
    void unknown_campaign_is_not_found() {
        for (var campaign : new String[] {Made.id("nowhere"), "..%2Fuser", "a%23last"}) {
            var answer = fan.eligibility(campaign, fan.entry());
            assertThat(answer.status()).as(campaign).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("unknown-campaign");
            assertThat(fan.enter(campaign, fan.entry()).status()).isEqualTo(404);
            assertThat(fan.withdraw(campaign).status()).isEqualTo(404);
        }
    }

    @Test
    void scenario_2_invite_only_campaign_with_linked_transfer() {
        var fanA = fan;
        var fanB = presale.fan();
        var fanC = presale.fan();
        var xyz = presale.campaign();
        var vip = presale.store(Presale.gated(Made.id("vip"), "{\"inviteOnly\": {\"emails\": [\"" + fanA.email() + "\"]}, \"linkedCampaignId\": \"" + xyz + "\"}"));
        assertThat(fanB.enter(xyz, fanB.entry()).status()).isEqualTo(201);

        var invited = fanA.decision(vip, fanA.entry());
        assertThat(invited.path("isEligible").asBoolean()).isTrue();
        assertThat(invited.has("linkedCampaignId")).isFalse();
        assertThat(fanA.enter(vip, fanA.entry()).json().has("linkedFrom")).isFalse();

        var linked = fanB.decision(vip, fanB.entry().put("doTransfer", true));
        assertThat(linked.path("isEligible").asBoolean()).isTrue();
        assertThat(linked.path("linkedCampaignId").asText()).isEqualTo(xyz);
        var entered = fanB.enter(vip, fanB.entry().put("doTransfer", true));
        assertThat(entered.status()).isEqualTo(201);
        assertThat(entered.json().path("linkedFrom").asText()).isEqualTo(xyz);
        assertThat(entered.json().path("doTransfer").asBoolean()).isTrue();
        assertThat(presale.row(fanB, "asu#" + vip).get("linkedFrom").s()).isEqualTo(xyz);

        assertThat(fanC.decision(vip, fanC.entry().put("doTransfer", true))).isEqualTo(Json.read("{\"isEligible\": false, \"reason\": \"NOT_INVITED\", \"detail\": {\"gateType\": \"invite\"}}"));
        var refused = fanC.enter(vip, fanC.entry().put("doTransfer", true));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("reason").asText()).isEqualTo("NOT_INVITED");
        assertThat(refused.json().path("reasonDetail")).isEqualTo(Json.read("{\"gateType\": \"invite\"}"));
        assertThat(fanC.read(vip).status()).isEqualTo(404);
        assertThat(fanB.decision(vip, fanB.entry()).path("reason").asText()).as("without doTransfer").isEqualTo("NOT_INVITED");
    }

    @Test
    void entry_that_was_withdrawn_lets_nobody_in_elsewhere() {
        var xyz = presale.campaign();
        var vip = presale.store(Presale.gated(Made.id("vip"), "{\"linkedCampaignId\": \"" + xyz + "\"}"));
        fan.enter(xyz, fan.entry());
        assertThat(fan.decision(vip, fan.entry().put("doTransfer", true)).path("isEligible").asBoolean()).isTrue();

        assertThat(fan.withdraw(xyz).status()).isEqualTo(204);

        assertThat(fan.decision(vip, fan.entry().put("doTransfer", true))).isEqualTo(Json.read("{\"isEligible\": false, \"reason\": \"NOT_INVITED\", \"detail\": {\"gateType\": \"linked\"}}"));
    }

    @Test
    void identity_is_needed_in_addition_to_the_invitation() {
        var campaign = presale.store(Presale.gated(Made.id("idv"), "{\"inviteOnly\": {\"emails\": [\"" + fan.email() + "\"]}, \"idv\": true}"));

        assertThat(fan.decision(campaign, fan.entry())).as("unknown user").isEqualTo(Json.read("{\"isEligible\": false, \"reason\": \"IDV_NOT_VERIFIED\"}"));
        presale.verified(fan, false);
        assertThat(fan.decision(campaign, fan.entry()).path("reason").asText()).isEqualTo("IDV_NOT_VERIFIED");
        assertThat(fan.enter(campaign, fan.entry()).json().path("reason").asText()).isEqualTo("IDV_NOT_VERIFIED");
        presale.verified(fan, true);
        assertThat(fan.enter(campaign, fan.entry()).status()).isEqualTo(201);
        var stranger = presale.fan();
        presale.verified(stranger, true);
        assertThat(stranger.decision(campaign, stranger.entry()).path("reason").asText()).isEqualTo("NOT_INVITED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"email | \"nobody\"", "email | \"   \"", "firstName | \"\"", "lastName | \"a\\nb\"", "phone | \"12345\"", "phone | \"020 7946 0958\"", "postalCode | \"9021\"",
        "country | \"USA\"", "locale | \"xx\"", "marketIds | []", "marketIds | [\"la\", \"la\"]", "marketIds | [\"sf\"]"})
    void bad_field_is_named(String field, String value) {
        var campaign = presale.campaign();
        var entry = fan.entry();
        entry.set(field, Json.read(value));

        var decision = fan.decision(campaign, entry);

        assertThat(decision.path("reason").asText()).isEqualTo("INVALID_ENTRY");
        assertThat(decision.at("/detail/field").asText()).isEqualTo(field);
        assertThat(decision.at("/detail/message").asText()).isNotBlank();
        assertThat(fan.enter(campaign, entry).json().path("reasonDetail")).isEqualTo(decision.path("detail"));
    }

    @Test
    void missing_field_is_bad_where_the_campaign_requires_it() {
        var campaign = presale.campaign();
        var entry = fan.entry();
        entry.remove("phone");
        entry.remove("locale");

        assertThat(fan.decision(campaign, entry).at("/detail/field").asText()).isEqualTo("phone");
        entry.put("phone", "+442079460958");
        assertThat(fan.decision(campaign, entry).at("/entry/phone").asText()).isEqualTo("+442079460958");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"email\": 7}", "{\"marketIds\": \"la\"}", "{\"marketIds\": [1]}", "{\"marketing\": true}", "{\"marketing\": {\"sms\": 1}}", "{\"doTransfer\": \"yes\"}", "[]", "{", "null", "{\"email\": \"\\u0000\"}"})
    void wrong_types_and_what_is_no_text_do_not_fit_the_contract(String body) {
        var campaign = presale.campaign();
        assertThat(fan.call().post("/api/registration/v1/campaigns/" + campaign + "/eligibility", body).status()).isEqualTo(400);
        assertThat(fan.call().put(Presale.Fan.own(campaign), body).status()).isEqualTo(400);
    }

    @Test
    void registration_is_for_fans() {
        var campaign = presale.campaign();
        assertThat(Call.hub().get(Presale.Fan.own(campaign)).status()).isEqualTo(401);
        assertThat(Call.hub().as(Running.world().token("m", "campaign-manager")).put(Presale.Fan.own(campaign), Json.write(fan.entry())).status()).isEqualTo(403);
    }
}
