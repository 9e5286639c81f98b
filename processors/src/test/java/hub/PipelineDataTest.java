package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineDataTest {

    @TempDir
    private Path home;
    private Path pipeline;

    @BeforeEach
    void the_contract_of_the_project() throws IOException {
        var source = Path.of("../mappings/pipeline");
        pipeline = home.resolve("mappings/pipeline");
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                var copy = pipeline.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void schemas_and_examples_of_the_project_agree() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void a_valid_example_that_does_not_fit_is_a_fault() throws IOException {
        Files.writeString(pipeline.resolve("examples/MARKET.valid.json"), "{\"campaignId\": \"c\", \"marketId\": \"m\"}");

        assertThat(faults()).singleElement().asString().startsWith("mappings/pipeline/examples/MARKET.valid.json:1: data").contains("name");
    }

    @Test
    void an_invalid_example_that_fits_is_a_fault() throws IOException {
        Files.copy(pipeline.resolve("examples/CAMPAIGN.valid.json"), pipeline.resolve("examples/CAMPAIGN.invalid-or-not.json"));

        assertThat(faults()).containsExactly("mappings/pipeline/examples/CAMPAIGN.invalid-or-not.json:1: is said to be invalid, but fits the schema of CAMPAIGN");
    }

    @Test
    void an_example_of_an_unknown_type_is_a_fault() throws IOException {
        Files.writeString(pipeline.resolve("examples/VENUE.valid.json"), "{}");

        assertThat(faults()).singleElement().asString().startsWith("mappings/pipeline/examples/VENUE.valid.json:1: an example is named");
    }

    @Test
    void a_type_without_schema_or_valid_example_is_a_fault() throws IOException {
        Files.delete(pipeline.resolve("examples/MARKET.valid.json"));

        assertThat(faults()).containsExactly("mappings/pipeline/examples/MARKET.valid.json:1: type MARKET of the data pipeline needs this file");
    }

    @Test
    void a_schema_that_does_not_compile_is_a_fault() throws IOException {
        Files.writeString(pipeline.resolve("MARKET.schema.json"), "{\"type\": ");

        assertThat(faults()).singleElement().asString().contains("MARKET.schema.json");
    }

    private List<String> faults() {
        return new PipelineData().check(home).stream().map(Object::toString).toList();
    }
}
