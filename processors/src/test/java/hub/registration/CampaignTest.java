package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignTest {

    @Test
    void window_may_be_written_in_any_time_zone() {
        var document = Scene.document();
        document.set("date", Json.read("{\"open\": \"2026-11-02T10:00:00-07:00\", \"close\": \"2026-11-07T01:00:00Z\"}"));

        assertThat(Scene.campaign(document).open()).isEqualTo(Scene.OPEN);
    }

    @Test
    void invitations_are_kept_as_they_are_compared() {
        assertThat(Scene.gated("{\"inviteOnly\": {\"emails\": [\" ADA@Example.org \", null, 7]}}").invited()).containsExactly("ada@example.org");
    }

    @Test
    void minimal_document_is_a_campaign_that_nobody_can_enter() {
        var campaign = Campaign.read("c", "{}");

        assertThat(campaign.isOpen(Scene.OPEN)).isFalse();
        assertThat(campaign.marketIds()).isEmpty();
        assertThat(campaign.isClosedShop()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"date\": {\"open\": \"tomorrow\"}}", "{"})
    void document_that_cannot_be_read_is_a_fault(String document) {
        assertThatThrownBy(() -> Campaign.read("c", document)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_form_names_nobody() {
        assertThat(Scene.gated("{\"inviteOnly\": {\"emails\": [\"ada@example.org\"]}}").toString()).doesNotContain("ada");
    }
}
