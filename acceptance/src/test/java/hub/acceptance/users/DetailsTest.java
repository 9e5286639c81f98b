package hub.acceptance.users;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Call;
import hub.acceptance.Made;
import hub.acceptance.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {

    private static final String DETAILS = "/api/users/v1/details";

    @Test
    void caller_sees_the_own_account() {
        var email = Made.email();
        var account = Call.hub().post("/api/users/v1/register", Made.registration(email, Made.PASSWORD)).json().path("accountId").asText();

        var details = as(account).get(DETAILS).json();

        assertThat(details.path("accountId").asText()).isEqualTo(account);
        assertThat(details.path("emailAddress").asText()).isEqualTo(email);
        assertThat(details.path("claimedStickerCount").isInt()).isTrue();
        assertThat(details.path("assignedStickerCount").isInt()).isTrue();
    }

    @Test
    void caller_changes_the_own_name() {
        var account = Made.account();

        var changed = as(account).put(DETAILS, "{\"firstName\": \"Grace\", \"lastName\": \"Hopper\"}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("firstName").asText()).isEqualTo("Grace");
        assertThat(changed.json().path("lastName").asText()).isEqualTo("Hopper");
        assertThat(as(account).get(DETAILS).json().path("lastName").asText()).isEqualTo("Hopper");
    }

    @Test
    void nothing_but_the_name_can_be_changed() {
        assertThat(as(Made.account()).put(DETAILS, "{\"firstName\": \"G\", \"lastName\": \"H\", \"accountId\": \"other\"}").status()).isEqualTo(400);
        assertThat(as(Made.account()).put(DETAILS, "{\"firstName\": \"\", \"lastName\": \"H\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\\t", "Ada\\r\\nBcc: all", "\\u001b[31m"})
    void name_is_one_line_and_not_blank(String name) {
        assertThat(as(Made.account()).put(DETAILS, "{\"firstName\": \"" + name + "\", \"lastName\": \"H\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mary Jane", "O'Neil-Núñez", "李"})
    void names_of_all_peoples_are_taken(String name) {
        var changed = as(Made.account()).put(DETAILS, "{\"firstName\": \"" + name + "\", \"lastName\": \"H\"}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("firstName").asText()).isEqualTo(name);
    }

    @Test
    void caller_without_an_account_finds_nothing() {
        var reply = as(Made.id("stranger")).get(DETAILS);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("unknown-account");
    }

    private static Call as(String account) {
        return Call.hub().as(Running.world().token(account, "user"));
    }
}
