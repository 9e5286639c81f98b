package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structure of routes and kamelets: a fixture for each class of fault. */
class StructureTest {

    @TempDir
    Path folder;

    @Test
    void yaml_that_cannot_be_read_is_reported_alone() throws IOException {
        assertFaults("yaml-syntax",
                "routes/awards/assign.camel.yaml:7: YAML cannot be read: while scanning a quoted scalar; found unexpected end of stream");
    }

    @Test
    void key_that_stands_twice_is_reported() throws IOException {
        assertFaults("duplicate-key",
                "routes/awards/assign.camel.yaml:3: YAML cannot be read: Duplicate field 'id'");
    }

    @Test
    void file_that_the_hub_would_not_load_is_reported() throws IOException {
        assertFaults("wrong-file-name",
                "routes/awards/lost.yaml:1: is not loaded: the name of a file of routes ends in .camel.yaml, that of a kamelet in "
                        + "routes/kamelets/ in .kamelet.yaml");
    }

    @Test
    void unknown_step_and_expression_are_reported() throws IOException {
        assertFaults("unknown-step",
                "routes/awards/other.camel.yaml:7: unknown key 'lgo' in 'steps'",
                "routes/awards/other.camel.yaml:9: 'expression' has none of the forms that Camel knows for it (found: simpel)");
    }

    @Test
    void structure_that_breaks_camels_schema_is_reported_once_at_its_line() throws IOException {
        assertFaults("wrong-structure",
                "routes/awards/other.camel.yaml:8: 'constant': integer found, string expected; put it in quotes",
                "routes/awards/other.camel.yaml:9: 'asyncDelayed': string found, boolean expected",
                "routes/awards/other.camel.yaml:10: 'to' lacks 'uri'",
                "routes/awards/other.camel.yaml:14: 'pattern' does not have a value in the enumeration [\"InOnly\", \"InOut\"]");
    }

    @Test
    void kamelet_that_does_not_describe_itself_is_reported() throws IOException {
        assertFaults("kamelet-description",
                "routes/kamelets/quiet.kamelet.yaml:4: metadata.name is 'loud' but the file is named quiet",
                "routes/kamelets/quiet.kamelet.yaml:6: the kamelet has no description",
                "routes/kamelets/quiet.kamelet.yaml:8: required parameter 'volume' is not among the properties",
                "routes/kamelets/quiet.kamelet.yaml:10: parameter 'pitch' has no description",
                "routes/kamelets/quiet.kamelet.yaml:10: parameter 'pitch' has no type out of string, integer, number, boolean",
                "routes/kamelets/quiet.kamelet.yaml:15: the default of parameter 'tone' is 'low' but has to be a whole number",
                "routes/kamelets/quiet.kamelet.yaml:17: 'from' lacks 'steps'");
    }

    @Test
    void mapping_that_is_no_json_is_reported() throws IOException {
        assertFaults("mapping",
                "mappings/awards/rules.json:2: JSON cannot be read: Unexpected end-of-input within/between Array entries");
    }

    @Test
    void step_without_the_expression_it_needs_is_reported() throws IOException {
        assertFaults("missing-expression",
                "routes/awards/other.camel.yaml:7: 'split' has no expression",
                "routes/awards/other.camel.yaml:11: 'when' has no expression",
                "routes/awards/other.camel.yaml:13: 'setHeader' has no expression");
    }

    @Test
    void route_that_only_camel_itself_finds_fault_with_is_reported() throws IOException {
        assertFaults("unbuildable",
                "routes/awards/other.camel.yaml:8: Camel cannot build it: type must be specified");
    }

    @Test
    void routes_are_built_without_constructing_a_bean_or_reaching_a_broker() throws IOException {
        assertFaults("sound");
    }

    private void assertFaults(String fixture, String... faults) throws IOException {
        var found = new Validation(Fixtures.home(folder, fixture), Map.of(), Fixtures.BEANS).check();

        assertThat(found).extracting(Fault::toString).containsExactly(faults);
    }
}
