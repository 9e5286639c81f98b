package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Json;
import hub.events.PartnerRefused;
import hub.events.Unavailable;
import hub.registration.EligibilityResult.Decision;
import hub.registration.Refusal.Detail.Field;
import hub.registration.Refusal.Detail.ShutGate;
import hub.registration.Refusal.Reason;
import hub.registration.Refusal.UnknownCampaign;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibilityTest {

    private static final String INVITE = "{\"inviteOnly\": {\"emails\": [\" Ada@Example.org\", \"bob@example.org\"]}}";
    private static final String LINKED = "{\"linkedCampaignId\": \"xyz\"}";
    private static final String BOTH = "{\"inviteOnly\": {\"emails\": [\"ada@example.org\"]}, \"linkedCampaignId\": \"xyz\"}";

    @ParameterizedTest
    @CsvSource({"2026-11-02T16:59:59.999Z, false", "2026-11-02T17:00:00.000Z, true", "2026-11-07T00:59:59.999Z, true", "2026-11-07T01:00:00.000Z, false"})
    void window_holds_its_first_moment_and_not_its_last(Instant now, boolean open) {
        assertThat(at(now, Scene.campaign(), Scene.application()).isEligible()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, true", "TRANSFERRING, true", "CLOSED, false", "DRAFT, false", "active, false"})
    void campaign_is_entered_while_active_or_transferring(String status, boolean open) {
        assertThat(judge(Scene.campaign(Scene.document().put("status", status)), Scene.application()).isEligible()).isEqualTo(open);
    }

    @Test
    void campaign_without_window_or_status_is_closed() {
        assertThat(List.of("date", "status")).allSatisfy(field -> {
            var document = Scene.document();
            document.remove(field);
            assertThat(judge(Scene.campaign(document), Scene.application())).isEqualTo(new Decision(false, Reason.CAMPAIGN_CLOSED, null, null, null));
        });
    }

    @Test
    void campaign_is_judged_before_gate_and_gate_before_entry() {
        var closed = Scene.document().put("status", "CLOSED");
        closed.set("gates", Json.read(INVITE));
        assertThat(judge(Scene.campaign(closed), Scene.email("nobody")).reason()).isEqualTo(Reason.CAMPAIGN_CLOSED);
        assertThat(judge(Scene.gated(INVITE), Scene.email("nobody")).reason()).isEqualTo(Reason.NOT_INVITED);
        assertThat(judge(Scene.campaign(), Scene.email("nobody")).reason()).isEqualTo(Reason.INVALID_ENTRY);
    }

    @Test
    void unknown_campaign_is_no_decision() {
        var eligibility = eligibility(Scene.OPEN);
        var examination = new Examination(Scene.application(), null);
        eligibility.validateCampaign(examination);
        eligibility.validateInvitation(examination);
        eligibility.validateEntry(examination);

        assertThat(examination.isIdentityAsked()).isFalse();
        assertThat(examination.isLetInByLinkedEntryOnly()).isFalse();
        assertThat(eligibility.decision(examination)).isEqualTo(new UnknownCampaign());
    }

    @Test
    void eligible_fan_sees_the_entry_as_it_will_be_written() {
        var decision = judge(Scene.campaign(), Scene.email(" ADA@example.org"));

        assertThat(decision.isEligible()).isTrue();
        assertThat(decision.entry().email()).isEqualTo("ada@example.org");
        assertThat(Json.read(Json.write(decision))).isEqualTo(Json.read("""
                {"isEligible": true, "entry": {"email": "ada@example.org", "firstName": "Ada", "lastName": "Lovelace", "phone": "+12127365000", "postalCode": "90210", "country": "US",
                 "locale": "en-us", "marketIds": ["la", "nyc"], "marketing": {"email": true, "sms": false}}}"""));
    }

    @Test
    void bad_entry_names_its_first_bad_field() {
        assertThat(judge(Scene.campaign(), Scene.markets(List.of()))).isEqualTo(
                new Decision(false, Reason.INVALID_ENTRY, new Field("marketIds", "is to name at least one market"), null, null));
    }

    @Test
    void invited_is_whose_address_is_on_the_list_whatever_its_case() {
        assertThat(judge(Scene.gated(INVITE), Scene.email("  aDa@example.ORG ")).isEligible()).isTrue();
        assertThat(judge(Scene.gated(INVITE), Scene.email("carol@example.org"))).isEqualTo(new Decision(false, Reason.NOT_INVITED, new ShutGate("invite"), null, null));
        assertThat(judge(Scene.gated(INVITE), Scene.email(null)).reason()).isEqualTo(Reason.NOT_INVITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"inviteOnly\": {\"emails\": []}}", "{\"inviteOnly\": {}}", "{\"inviteOnly\": {\"emails\": null}}"})
    void list_that_names_nobody_lets_nobody_in(String gates) {
        assertThat(judge(Scene.gated(gates), Scene.application()).detail()).isEqualTo(new ShutGate("invite"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"inviteOnly\": null, \"linkedCampaignId\": null, \"idv\": false}"})
    void campaign_without_gates_is_for_everybody(String gates) {
        assertThat(judge(Scene.gated(gates), Scene.application()).isEligible()).isTrue();
    }

    @Test
    void linked_entry_lets_in_who_asks_for_the_transfer() {
        var examination = new Examination(Scene.transferring("bob@example.org"), Scene.gated(LINKED));
        assertThat(examination.isLetInByLinkedEntryOnly()).isTrue();
        examination.letInBy("xyz");

        var decision = rest(examination);

        assertThat(decision.isEligible()).isTrue();
        assertThat(decision.linkedCampaignId()).isEqualTo("xyz");
    }

    @Test
    void linked_campaign_counts_only_for_who_asks_for_the_transfer() {
        assertThat(new Examination(Scene.email("bob@example.org"), Scene.gated(LINKED)).isLetInByLinkedEntryOnly()).isFalse();
        assertThat(judge(Scene.gated(LINKED), Scene.email("bob@example.org")).detail()).isEqualTo(new ShutGate("linked"));
        assertThat(judge(Scene.gated(LINKED), Scene.transferring("bob@example.org")).detail()).isEqualTo(new ShutGate("linked"));
    }

    @Test
    void list_and_linked_campaign_are_alternatives_and_the_list_is_named_when_neither_lets_in() {
        assertThat(new Examination(Scene.transferring("ada@example.org"), Scene.gated(BOTH)).isLetInByLinkedEntryOnly()).isFalse();
        assertThat(judge(Scene.gated(BOTH), Scene.email("ada@example.org")).linkedCampaignId()).isNull();
        assertThat(judge(Scene.gated(BOTH), Scene.transferring("carol@example.org")).detail()).isEqualTo(new ShutGate("invite"));
        var linked = new Examination(Scene.transferring("bob@example.org"), Scene.gated(BOTH));
        linked.letInBy("xyz");
        assertThat(rest(linked).linkedCampaignId()).isEqualTo("xyz");
    }

    @Test
    void identity_is_asked_of_who_is_let_in_otherwise() {
        var gates = "{\"inviteOnly\": {\"emails\": [\"ada@example.org\"]}, \"idv\": true}";
        var stranger = new Examination(Scene.email("carol@example.org"), Scene.gated(gates));
        eligibility(Scene.OPEN).validateInvitation(stranger);
        assertThat(stranger.isIdentityAsked()).isFalse();

        var invited = new Examination(Scene.application(), Scene.gated(gates));
        eligibility(Scene.OPEN).validateInvitation(invited);
        assertThat(invited.isIdentityAsked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"idvVerified\": true}|true", "{\"idvVerified\": false}|false", "{\"idvVerified\": \"true\"}|false", "{\"idvVerified\": null}|false", "{}|false"})
    void identity_is_verified_where_the_user_service_says_so(String user, boolean eligible) {
        var examination = new Examination(Scene.application(), Scene.gated("{\"idv\": true}"));
        eligibility(Scene.OPEN).validateIdentity(examination, user);

        var decision = rest(examination);
        assertThat(decision.isEligible()).isEqualTo(eligible);
        assertThat(decision.reason()).isEqualTo(eligible ? null : Reason.IDV_NOT_VERIFIED);
    }

    @Test
    void user_that_the_user_service_does_not_know_is_not_verified() {
        var examination = new Examination(Scene.application(), Scene.gated("{\"idv\": true}"));
        eligibility(Scene.OPEN).identityNotTold(examination, new PartnerRefused("user", 404));

        assertThat(rest(examination).reason()).isEqualTo(Reason.IDV_NOT_VERIFIED);
    }

    @Test
    void gate_stays_shut_while_nobody_can_say() {
        var examination = new Examination(Scene.application(), Scene.gated("{\"idv\": true}"));
        var eligibility = eligibility(Scene.OPEN);

        assertThatThrownBy(() -> eligibility.identityNotTold(examination, new java.io.IOException("refused"))).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> eligibility.identityNotTold(examination, new PartnerRefused("user", 403))).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> eligibility.validateIdentity(examination, "<html>")).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> eligibility.validateIdentity(examination, "")).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> eligibility.validateIdentity(examination, null)).isInstanceOf(Unavailable.class);
    }

    private static Decision judge(Campaign campaign, Application application) {
        return at(Scene.OPEN, campaign, application);
    }

    private static Decision at(Instant now, Campaign campaign, Application application) {
        var examination = new Examination(application, campaign);
        return rest(examination, eligibility(now));
    }

    private static Decision rest(Examination examination) {
        return rest(examination, eligibility(Scene.OPEN));
    }

    private static Decision rest(Examination examination, Eligibility eligibility) {
        eligibility.validateCampaign(examination);
        eligibility.validateInvitation(examination);
        eligibility.validateEntry(examination);
        return (Decision) eligibility.decision(examination);
    }

    private static Eligibility eligibility(Instant now) {
        return new Eligibility(Scene.RULES, Clock.fixed(now, ZoneOffset.UTC));
    }
}
