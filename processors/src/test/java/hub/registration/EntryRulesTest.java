package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.registration.EntryRules.BadField;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryRulesTest {

    @Test
    void entry_in_good_order_is_normalised() {
        var fields = (EntryFields) Scene.RULES.check(Scene.application(), Scene.campaign());

        assertThat(fields).isEqualTo(new EntryFields("ada@example.org", "Ada", "Lovelace", "+12127365000", "90210", "US", "en-us", List.of("la", "nyc"), Scene.CONSENT, null));
    }

    @ParameterizedTest
    @CsvSource({"' Ada.L@Example.ORG ', ada.l@example.org", "'\tada+x@sub.example.co.uk\u2003', ada+x@sub.example.co.uk"})
    void email_is_trimmed_and_in_lower_case(String given, String written) {
        assertThat(fields(Scene.email(given)).email()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ada@", "@example.org", "a da@example.org", "ada@example", "ada@-example.org", "ada@example..org", "ада@example.org", "ada@exämple.org", "ada@example.org\n.evil", "a@b@c.org"})
    void address_that_is_none_is_refused(String email) {
        assertThat(bad(Scene.email(email)).field()).isEqualTo("email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n", "\u2003"})
    void blank_is_missing(String blank) {
        assertThat(bad(Scene.email(blank))).isEqualTo(new BadField("email", "is required"));
    }

    @Test
    void address_over_its_bounds_is_refused_at_once() {
        assertThat(bad(Scene.email("a".repeat(65) + "@example.org")).field()).isEqualTo("email");
        assertThat(bad(Scene.email("a".repeat(1_000_000) + "@example.org")).field()).isEqualTo("email");
        assertThat(bad(Scene.email("a." .repeat(500_000))).field()).isEqualTo("email");
    }

    @Test
    void names_may_be_of_any_script() {
        assertThat(fields(Scene.names("  花子 ", "👩‍🎤 O’Brien-Müller")).firstName()).isEqualTo("花子");
        assertThat(fields(Scene.names("😀".repeat(100), "x")).firstName()).hasSize(200);
    }

    @Test
    void names_over_their_bounds_are_refused() {
        assertThat(bad(Scene.names("😀".repeat(101), "x")).field()).isEqualTo("firstName");
        assertThat(bad(Scene.names("Ada", "a\u0007b")).field()).isEqualTo("lastName");
        assertThat(bad(Scene.names("Ada", "a\nb")).field()).isEqualTo("lastName");
        assertThat(bad(Scene.names("Ada", "x".repeat(1_000_000))).field()).isEqualTo("lastName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"212-736-5000|+12127365000", "(212) 736 5000|+12127365000", "1 212 736 5000|+12127365000", "+1-212-736-5000|+12127365000", "+44 20 7946 0958|+442079460958",
        "011 44 20 7946 0958|+442079460958", "+49 30 901820|+4930901820", "２１２７３６５０００|+12127365000",
        "+15551234567|+15551234567", "(555) 123-4567|+15551234567", "+1 555 555 0100|+15555550100"})
    void phone_is_written_as_e164(String given, String written) {
        assertThat(fields(Scene.phone(given)).phone()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "020 7946 0958", "abc", "+", "+999 123 456 789", "736-5000", "+1555123456", "+155512345678", "555-CALL-NOW", "+1555123456x", "+1555123456７８"})
    void number_that_is_none_in_the_region_of_the_campaign_is_refused(String phone) {
        assertThat(bad(Scene.phone(phone)).field()).isEqualTo("phone");
    }

    @Test
    void number_without_country_code_needs_a_region_of_the_campaign() {
        var document = Scene.document();
        document.remove("defaultRegion");
        var nowhere = Scene.campaign(document);

        assertThat(Scene.RULES.check(Scene.phone("212-736-5000"), nowhere)).isInstanceOfSatisfying(BadField.class, bad -> assertThat(bad.field()).isEqualTo("phone"));
        assertThat(Scene.RULES.check(Scene.phone("+1 212-736-5000"), nowhere)).isInstanceOf(EntryFields.class);
    }

    @Test
    void region_of_the_campaign_decides_about_a_number() {
        var british = Scene.campaign(Scene.document().put("defaultRegion", "GB"));

        assertThat(((EntryFields) Scene.RULES.check(Scene.phone("020 7946 0958"), british)).phone()).isEqualTo("+442079460958");
    }

    @ParameterizedTest
    @CsvSource({"US, 90210, 90210", "US, 902101234, 90210-1234", "US, 90210-1234, 90210-1234", "ca, k1a0b1, K1A 0B1", "GB, sw1a1aa, SW1A 1AA", "GB, M1 1AE, M1 1AE", "DE, 10115, 10115", "NL, 1012ab, 1012 AB",
        "JP, 1000001, 100-0001", "FR, 75 008, 75008", "PL, 00950, 00-950", "SE, 11455, 114 55", "BR, 01310-100, 01310-100", "IE, d02af30, D02 AF30", "AE, ' Box 7 ', BOX 7"})
    void postal_code_is_written_as_in_its_country(String country, String given, String written) {
        assertThat(fields(Scene.place(given, country)).postalCode()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"US, 9021", "US, 902101", "US, SW1A 1AA", "CA, 90210", "GB, 90210", "DE, 1011", "DE, 10115-1", "NL, 0123 AB", "AE, 1234567890123", "AE, -"})
    void code_that_is_none_in_its_country_is_refused(String country, String code) {
        assertThat(bad(Scene.place(code, country)).field()).isEqualTo("postalCode");
    }

    @Test
    void code_without_country_is_judged_by_the_region_of_the_campaign() {
        var campaign = Scene.campaign(Scene.document().set("requiredFields", Json.read("[]")));

        assertThat(Scene.RULES.check(Scene.place("SW1A 1AA", null), campaign)).isInstanceOf(BadField.class);
        assertThat(Scene.RULES.check(Scene.place("90210", null), campaign)).isInstanceOf(EntryFields.class);
    }

    @Test
    void country_is_an_iso_code() {
        assertThat(fields(Scene.place("90210", " us ")).country()).isEqualTo("US");
        assertThat(Stream.of("USA", "XX", "U", "ÜS", "99")).allSatisfy(country -> assertThat(bad(Scene.place("90210", country)).field()).isEqualTo("country"));
    }

    @Test
    void locale_is_one_of_the_campaign_in_its_spelling() {
        assertThat(Stream.of("en-us", "en-US", "EN_us", " en-us ")).allSatisfy(locale -> assertThat(fields(Scene.locale(locale)).locale()).isEqualTo("en-us"));
        assertThat(Stream.of("en", "de-de", "en-us-x", "!")).allSatisfy(locale -> assertThat(bad(Scene.locale(locale)).field()).isEqualTo("locale"));
    }

    @Test
    void campaign_without_locales_takes_any_that_is_well_formed() {
        var anywhere = Scene.campaign(Scene.document().set("locales", Json.read("[]")));

        assertThat(((EntryFields) Scene.RULES.check(Scene.locale("pt_br"), anywhere)).locale()).isEqualTo("pt-BR");
        assertThat(Stream.of("x", "!", "e".repeat(1000), "und")).allSatisfy(locale -> assertThat(Scene.RULES.check(Scene.locale(locale), anywhere)).isInstanceOf(BadField.class));
    }

    static Stream<List<String>> badMarkets() {
        return Stream.of(null, List.of(), List.of("la", "la"), List.of("la", "sf"), List.of("LA"), List.of(" la"), Arrays.asList("la", "nyc", "la"));
    }

    @ParameterizedTest
    @MethodSource("badMarkets")
    void markets_are_of_the_campaign_none_twice_and_at_least_one(List<String> marketIds) {
        assertThat(bad(Scene.markets(marketIds)).field()).isEqualTo("marketIds");
    }

    @Test
    void what_the_campaign_does_not_require_may_be_missing_or_blank_but_not_wrong() {
        var easy = Scene.campaign(Scene.document().set("requiredFields", Json.read("[]")));

        assertThat(Scene.RULES.check(Scene.bare(), easy)).isEqualTo(new EntryFields(null, null, null, null, null, null, null, List.of("la"), null, null));
        assertThat(((EntryFields) Scene.RULES.check(Scene.phone("  "), easy)).phone()).isNull();
        assertThat(Scene.RULES.check(Scene.phone("12"), easy)).isInstanceOf(BadField.class);
        assertThat(Scene.RULES.check(Scene.markets(List.of()), easy)).isInstanceOf(BadField.class);
    }

    @Test
    void first_bad_field_in_the_order_of_the_entry_is_named() {
        var everythingWrong = new Application("tour", "fan-1", "x", "\n\u0001", "y\u0001", "1", "?", "??", "?", List.of("sf"), null, null);
        assertThat(bad(everythingWrong).field()).isEqualTo("email");

        assertThat(Stream.of("email", "firstName", "lastName", "phone", "postalCode", "country", "locale", "marketing")).allSatisfy(required ->
                assertThat(Scene.RULES.check(Scene.bare(), Scene.campaign(Scene.document().set("requiredFields", Json.read("[\"" + required + "\"]"))))).isEqualTo(new BadField(required, "is required")));
        assertThat(bad(new Application("tour", "fan-1", "a@b.org", "Ada", "Lovelace", "1", "?", "??", "?", List.of(), null, null)).field()).isEqualTo("phone");
        assertThat(bad(new Application("tour", "fan-1", "a@b.org", "Ada", "Lovelace", "2127365000", "?", "??", "?", List.of(), null, null)).field()).isEqualTo("postalCode");
        assertThat(bad(new Application("tour", "fan-1", "a@b.org", "Ada", "Lovelace", "2127365000", "1", "??", "?", List.of(), null, null)).field()).isEqualTo("country");
        assertThat(bad(new Application("tour", "fan-1", "a@b.org", "Ada", "Lovelace", "2127365000", "90210", "US", "?", List.of(), null, null)).field()).isEqualTo("locale");
        assertThat(bad(new Application("tour", "fan-1", "a@b.org", "Ada", "Lovelace", "2127365000", "90210", "US", "en-us", List.of(), null, null)).field()).isEqualTo("marketIds");
    }

    @Test
    void message_repeats_nothing_of_what_was_given() {
        assertThat(bad(Scene.email("secret@")).message()).doesNotContain("secret");
        assertThat(Scene.application().toString() + fields(Scene.application())).doesNotContain("ada", "Lovelace", "736");
    }

    private static EntryFields fields(Application application) {
        return (EntryFields) Scene.RULES.check(application, Scene.campaign());
    }

    private static BadField bad(Application application) {
        return (BadField) Scene.RULES.check(application, Scene.campaign());
    }
}
