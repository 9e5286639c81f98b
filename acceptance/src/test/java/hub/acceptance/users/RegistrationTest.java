package hub.acceptance.users;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {

    private final String email = Made.email();

    @Test
    void account_is_created_with_its_event_which_names_nobody() {
        var reply = register(email, Made.PASSWORD);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("emailAddress").asText()).isEqualTo(email);
        assertThat(reply.json().path("firstName").asText()).isEqualTo("Ada");
        assertThat(reply.json().path("lastName").asText()).isEqualTo("Lovelace");
        assertThat(reply.json().has("password")).isFalse();
        var event = Made.database().sql("select envelope from hub.event_log where type = 'users.userRegistered.v1' and subject = ?", reply.json().path("accountId").asText()).query(String.class).single();
        assertThat(event).contains("registeredAt").doesNotContain(email, "Ada", "Lovelace", Made.PASSWORD);
    }

    @Test
    void password_is_kept_as_a_memory_hard_hash() {
        register(email, Made.PASSWORD);

        assertThat(Made.database().sql("select password_hash from users.account where email = ?", email).query(String.class).single())
                .startsWith("$argon2id$");
    }

    @Test
    void address_is_taken_whatever_its_case() {
        register(email, Made.PASSWORD);

        var reply = register(email.toUpperCase(Locale.ROOT), Made.PASSWORD);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("email-taken");
    }

    @Test
    void of_parallel_registrations_of_one_address_one_succeeds() {
        var replies = Call.parallel(10, () -> register(email, Made.PASSWORD));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 409)).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secr-123", "secret-123", "SECRET-123", "Secret-abc", "Secret1234"})
    void password_that_breaks_a_rule_is_refused_and_not_repeated(String password) {
        var reply = register(email, password);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/password");
        assertThat(reply.body()).doesNotContain(password);
    }

    @Test
    void password_of_fifty_characters_is_refused() {
        assertThat(register(email, "Secret-123" + "x".repeat(40)).status()).isEqualTo(400);
    }

    @Test
    void address_that_is_none_or_too_long_is_refused() {
        assertThat(register("nobody", Made.PASSWORD).json().at("/errors/0/pointer").asText()).isEqualTo("/emailAddress");
        assertThat(register("a".repeat(64) + "@" + "b.".repeat(100) + "example.org", Made.PASSWORD).status()).isEqualTo(400);
    }

    @Test
    void missing_field_is_refused() {
        assertThat(Call.hub().post("/api/users/v1/register", "{\"emailAddress\": \"" + email + "\", \"password\": \"Secret-123\"}").status()).isEqualTo(400);
    }

    private static Answer register(String email, String password) {
        return Call.hub().post("/api/users/v1/register", Made.registration(email, password));
    }
}
