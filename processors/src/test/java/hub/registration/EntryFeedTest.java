package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.events.Schemas;
import hub.queues.QueueMessage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryFeedTest {

    @ParameterizedTest
    @CsvSource({"INSERT, false", "MODIFY, false", "REMOVE, true"})
    void change_gives_one_registration_and_one_registered_market_for_each_market_as_the_data_pipeline_wants_them(String type, boolean deleted) throws Malformed {
        var schemas = Schemas.load(Path.of("../mappings/pipeline"));
        var text = """
                {"type": "%s", "globalUserId": "fan-1", "campaignId": "tour", "version": "2026-11-02T17:00:00.001Z", "entry": {"email": "ada@example.org", "marketIds": ["la", "nyc"]}}""".formatted(type);
        var message = new QueueMessage("m", text, Map.of("recordId", "change-1", "correlationid", "corr-1"), 1, "r", "entryChangesQueue");

        var letters = EntryFeed.letters(message, EntryChange.read(text));

        assertThat(letters).extracting(letter -> Json.read(letter.body()).path("type").asText()).containsExactly("REGISTRATION", "REGISTERED_MARKET", "REGISTERED_MARKET");
        assertThat(letters).allSatisfy(letter -> {
            var entity = Json.read(letter.body());
            assertThat(schemas.faults(entity.path("type").asText(), entity.path("data"))).isEmpty();
            assertThat(entity.at("/data/deleted").asBoolean()).isEqualTo(deleted);
            assertThat(letter.body()).doesNotContain("example.org");
            assertThat(letter.attributes()).containsEntry("correlationid", "corr-1");
        });
        assertThat(letters).extracting(letter -> letter.attributes().get("recordId")).doesNotHaveDuplicates();
        assertThat(EntryFeed.letters(message, EntryChange.read(text))).extracting(letter -> letter.attributes().get("recordId"))
                .isEqualTo(letters.stream().map(letter -> letter.attributes().get("recordId")).toList());
    }
}
