package hub.users;

import static org.assertj.core.api.Assertions.assertThat;

import hub.users.InvalidRequest.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {

    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "Secret-12";

    @Test
    void nine_characters_of_four_kinds_are_enough() {
        assertThat(faults(EMAIL, PASSWORD)).isEmpty();
    }

    @Test
    void forty_nine_characters_are_allowed_and_fifty_are_not() {
        assertThat(faults(EMAIL, PASSWORD + "x".repeat(40))).isEmpty();
        assertThat(faults(EMAIL, PASSWORD + "x".repeat(41))).hasSize(1);
    }

    @Test
    void eight_characters_are_too_few() {
        assertThat(faults(EMAIL, "Secre-12")).extracting(FieldError::pointer).containsExactly("/password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-123", "SECRET-123", "Secret-abc", "Secret1234"})
    void password_that_lacks_a_kind_is_refused(String password) {
        assertThat(faults(EMAIL, password)).hasSize(1);
    }

    @Test
    void space_is_no_symbol() {
        assertThat(faults(EMAIL, "Secret 123")).hasSize(1);
    }

    @Test
    void all_faults_are_told_at_once() {
        assertThat(faults("nobody", "x")).hasSize(5);
    }

    @Test
    void faults_never_repeat_what_was_given() {
        assertThat(faults("no@body", "tell-nobody")).noneMatch(fault -> fault.detail().contains("tell-nobody") || fault.detail().contains("no@body"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@", "@example.org", "ada@example", "a da@example.org", "ada@exam ple.org", ".ada@example.org", "ada.@example.org",
            "a..da@example.org", "ada@-example.org", "ada@example..org", "ada@example.org\n", "ada@@example.org"})
    void text_that_is_no_address_is_refused(String email) {
        assertThat(faults(email, PASSWORD)).extracting(FieldError::pointer).containsExactly("/emailAddress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.io", "ada.lovelace+stickers@mail.example.org", "o'neil_x-1@sub.example-site.co"})
    void usual_addresses_are_taken(String email) {
        assertThat(faults(email, PASSWORD)).isEmpty();
    }

    @Test
    void address_of_254_characters_is_taken_and_of_255_is_not() {
        var domain = "." + "d".repeat(61);
        var longest = "a".repeat(64) + "@" + "b".repeat(63) + domain + domain + "." + "e".repeat(1);
        var fitting = longest + "e".repeat(254 - longest.length());

        assertThat(fitting).hasSize(254);
        assertThat(faults(fitting, PASSWORD)).isEmpty();
        assertThat(faults(fitting + "e", PASSWORD)).hasSize(1);
    }

    @Test
    void addresses_that_differ_in_case_only_are_the_same() {
        assertThat(RegistrationRules.key("Ada@Example.ORG")).isEqualTo(RegistrationRules.key("ada@example.org"));
    }

    @Test
    void nothing_personal_stands_in_the_text_form() {
        var wish = new Registration(EMAIL, PASSWORD, "Ada", "Lovelace");

        assertThat(wish.toString()).doesNotContain(EMAIL, PASSWORD, "Ada", "Lovelace");
    }

    private static List<FieldError> faults(String email, String password) {
        return RegistrationRules.faults(new Registration(email, password, "Ada", "Lovelace"));
    }
}
