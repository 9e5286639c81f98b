package hub.registration.reminders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderTextsTest {

    private static final ReminderTexts TEXTS = ReminderTexts.load(Path.of("../mappings/registration/reminders"));
    private static final String CAMPAIGN = """
            {"name": "Tour", "markets": [{"marketId": "la", "name": "Los Angeles", "timeZone": "%s", "presale": "%s", "link": "https://t.example/la"},
             {"marketId": "bare", "timeZone": "America/Los_Angeles", "presale": "2026-12-14T18:30:00Z"}, {"marketId": "nowhere", "timeZone": "Mars", "presale": "2026-12-14T18:30:00Z", "link": "l"}]}""";

    private static Presale presale(String zone, String time) {
        return Presale.of("tour", "la", CAMPAIGN.formatted(zone, time));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"en-US|Monday, December 14, 2026|10:30 AM", "en-GB|Monday, 14 December 2026|10:30", "en_us|Monday, December 14, 2026|10:30 AM",
            "es-MX|lunes, 14 de diciembre de 2026|10:30", "fr-CA|lundi 14 décembre 2026|10 h 30", "FR|lundi 14 décembre 2026|10:30"})
    void fan_reads_date_and_time_in_the_form_of_the_own_locale(String locale, String date, String time) {
        assertThat(TEXTS.text(locale, presale("America/Los_Angeles", "2026-12-14T18:30:00Z"), "X7").orElseThrow()).contains(date, time, "X7", "https://t.example/la", "Tour", "Los Angeles");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"America/New_York|2026-12-14T18:30:00Z|1:30 PM", "America/Los_Angeles|2026-03-08T09:59:00Z|1:59 AM", "America/Los_Angeles|2026-03-08T10:00:00Z|3:00 AM",
            "America/Los_Angeles|2026-11-01T08:30:00Z|1:30 AM", "America/Los_Angeles|2026-11-01T09:30:00Z|1:30 AM", "America/Phoenix|2026-07-01T10:30:00-07:00|10:30 AM"})
    void time_is_that_of_the_market_on_days_on_which_clocks_change_too(String zone, String presale, String time) {
        assertThat(TEXTS.text("en-US", presale(zone, presale), "X7").orElseThrow()).contains(" at " + time + " ");
    }

    @Test
    void there_is_no_text_without_a_locale_that_is_written_in_or_with_something_missing() {
        var whole = presale("America/Los_Angeles", "2026-12-14T18:30:00Z");

        assertThat(TEXTS.text("ja-JP", whole, "X7")).isEmpty();
        assertThat(TEXTS.text(null, whole, "X7")).isEmpty();
        assertThat(TEXTS.text("", whole, "X7")).isEmpty();
        assertThat(TEXTS.text("en-US", whole, null)).isEmpty();
        assertThat(TEXTS.text("en-US", Presale.of("tour", "bare", CAMPAIGN), "X7")).as("no link").isEmpty();
        assertThat(TEXTS.text("en-US", Presale.of("tour", "nowhere", CAMPAIGN), "X7")).as("no such zone").isEmpty();
        assertThat(TEXTS.text("en-US", Presale.of("tour", "sf", CAMPAIGN), "X7")).as("no such market").isEmpty();
        assertThat(TEXTS.text("en-US", presale("America/Los_Angeles", "soon"), "X7")).as("no time").isEmpty();
    }

    @Test
    void code_is_written_as_it_is() {
        assertThat(TEXTS.text("en-US", presale("America/Los_Angeles", "2026-12-14T18:30:00Z"), "$1\\{code}").orElseThrow()).contains("$1\\{code}");
    }

    @Test
    void text_of_the_locale_goes_before_that_of_the_language(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("en.txt"), "any {date} {time} {code} {link}");
        Files.writeString(directory.resolve("en-gb.txt"), "british {date} {time} {code} {link}");
        var texts = ReminderTexts.load(directory);

        assertThat(texts.text("en-GB", presale("America/Los_Angeles", "2026-12-14T18:30:00Z"), "X7").orElseThrow()).startsWith("british");
        assertThat(texts.text("en-AU", presale("America/Los_Angeles", "2026-12-14T18:30:00Z"), "X7").orElseThrow()).startsWith("any");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{date} {time} {link}", "{date} {time} {code} {link} {name}", ""})
    void text_that_lacks_a_field_or_has_one_that_nobody_fills_is_refused(String text, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("en.txt"), text);

        assertThatThrownBy(() -> ReminderTexts.load(directory)).hasMessageStartingWith("en.txt: ");
    }
}
