package hub.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCatalogueTest {

    private static final String TYPE = "x.y.v1";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "date-time, 2026-01-02T03:04:05Z,                    true",
        "date-time, 2026-01-02,                              false",
        "date,      2026-02-30,                              false",
        "email,     someone@example.org,                     true",
        "email,     someone,                                 false",
        "uuid,      7d444840-9dc0-11d1-b245-5ffdce74fad2,    true",
        "uuid,      7d444840,                                false"})
    void a_format_is_asserted(String format, String value, boolean valid) throws IOException {
        var catalogue = catalogue("{\"properties\": {\"field\": {\"type\": \"string\", \"format\": \"" + format + "\"}}}");

        assertThat(catalogue.faults(TYPE, Json.read("{\"field\": \"" + value + "\"}")).isEmpty()).isEqualTo(valid);
    }

    @Test
    void a_fault_names_the_field() throws IOException {
        var catalogue = catalogue("{\"required\": [\"accountId\"], \"properties\": {\"list\": {\"items\": {\"type\": \"integer\"}}}}");

        assertThat(catalogue.faults(TYPE, Json.read("{\"list\": [1, \"two\"]}"))).hasSize(2).anyMatch(fault -> fault.startsWith("data/list/1:")).anyMatch(fault -> fault.contains("accountId"));
    }

    @Test
    void a_type_without_a_schema_is_unknown() throws IOException {
        assertThat(catalogue("{}").faults("x.y.v2", Json.read("{}"))).containsExactly("unknown event type x.y.v2");
    }

    @Test
    void a_broken_schema_is_a_fault_that_names_its_file() {
        assertThatThrownBy(() -> catalogue("{\"type\": ")).hasMessageContaining(TYPE + ".schema.json");
    }

    @Test
    void every_type_of_the_project_has_examples_that_fit_its_schema() {
        var catalogue = EventCatalogue.load(Path.of("../mappings/events"));

        assertThat(catalogue.types()).allSatisfy(type -> {
            assertThat(catalogue.schema(type).path("examples")).as(type).isNotEmpty().allSatisfy(example -> assertThat(catalogue.faults(type, example)).isEmpty());
        });
    }

    @Test
    void every_schema_of_the_project_loads() {
        assertThat(EventCatalogue.load(Path.of("../mappings/events")).types()).contains("users.userRegistered.v1", "stickers.stickerAssignedToUser.v1");
    }

    private EventCatalogue catalogue(String schema) throws IOException {
        Files.writeString(directory.resolve(TYPE + ".schema.json"), schema);
        return EventCatalogue.load(directory);
    }
}
