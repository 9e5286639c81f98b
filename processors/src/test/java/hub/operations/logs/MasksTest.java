package hub.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "no account of ada@example.org | no account of ***",
        "email=ada.lovelace+fan@mail.example.co.uk, next | email=***, next",
        "{\"email\":\"ada@example.org\"} | {\"email\":\"***\"}",
        "<ada@example.org> ada's jürgen@müller.example | <***> ada's ***",
        "GET /users?q=ada%40example.org | GET /users?q=***",
        "call +14155550123. | call ***.",
        "phone:+4915112345678,+442071838750 | phone:***,***",
        "GET /sms/%2B14155550123 | GET /sms/***",
        "first\\nada@example.org | first\\n***",
        "first\\n+4915112345678\\tada@example.org | first\\n***\\t***",
        "\\u0001ada@example.org \\u0001+4915112345678 | \\u0001*** \\u0001***"})
    void email_addresses_and_phone_numbers_are_masked(String text, String masked) {
        assertThat(Masks.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-27T18:00:00.123+01:00", "jdbc:postgresql://postgres@127.0.0.1:5432/hub", "java.lang.Object@1a2b3c4d", "1+2=3", "+31 ms", "100%40", "a@b",
        "position 123456789012", "6f1c2f0e-8f0b-4e0e-9f57-0f2f3d5b7a61", "a+1234567890"})
    void other_text_stays_as_it_is(String text) {
        assertThat(Masks.masked(text)).isEqualTo(text);
    }

    @Test
    void long_text_without_an_end_takes_no_time() {
        var text = "a".repeat(200_000) + "@" + "b.".repeat(100_000) + "+" + "1".repeat(100_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Masks.masked(text));
    }
}
