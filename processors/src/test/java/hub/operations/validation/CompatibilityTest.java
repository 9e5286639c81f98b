package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import hub.operations.validation.Compatibility.Breaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"properties": {"a": {}}}                                | {"properties": {"a": {}, "b": {"type": "string"}}}
            {"title": "Old", "description": "Old"}                   | {"title": "New", "$comment": "reworded", "examples": [1]}
            {"required": ["a", "b"]}                                 | {"required": ["b", "a"]}
            {"type": "string"}                                       | {"type": ["string"]}
            {"additionalProperties": true}                           | {}
            {"const": 1}                                             | {"enum": [1]}
            {"anyOf": [{"type": "string"}]}                          | {"anyOf": [{"type": "string"}]}""")
    void what_breaks_nobody_is_no_change(String released, String now) throws IOException {
        assertThat(changes(released, now)).isEmpty();
        assertThat(changes(now, now)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"required": ["a"]}                                      | {"required": ["a", "b"]}
            {"type": ["string", "null"]}                             | {"type": "string"}
            {"type": "number"}                                       | {"type": "integer"}
            {}                                                       | {"type": "string"}
            {"enum": ["a", "b"]}                                     | {"enum": ["a"]}
            {}                                                       | {"const": "a"}
            {"maxLength": 200}                                       | {"maxLength": 100}
            {}                                                       | {"maximum": 5}
            {"minItems": 1}                                          | {"minItems": 2}
            {}                                                       | {"format": "date-time"}
            {}                                                       | {"pattern": "^a"}
            {}                                                       | {"additionalProperties": false}
            {"items": {}}                                            | {"items": {"type": "string"}}
            {"items": {"maxLength": 2}}                              | {"items": {"maxLength": 1}}
            {"properties": {"a": {"properties": {"b": {}}}}}         | {"properties": {"a": {"required": ["b"], "properties": {"b": {}}}}}""")
    void schema_that_takes_less_breaks_recorded_events_and_back_again_readers(String wide, String narrow) throws IOException {
        assertThat(changes(wide, narrow)).containsOnly(Breaks.EARLIER_EVENTS);
        assertThat(changes(narrow, wide)).containsOnly(Breaks.EARLIER_READERS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"properties": {"a": {}, "b": {}}}                       | {"properties": {"a": {}}}
            {"properties": {"a": {}}}                                | {}
            {"format": "date"}                                       | {"format": "date-time"}
            {"pattern": "^a"}                                        | {"pattern": "^b"}
            {"anyOf": [{"type": "string"}]}                          | {"anyOf": [{"type": "string"}, {"type": "null"}]}
            {"$ref": "#/$defs/a"}                                    | {"$ref": "#/$defs/b"}
            {}                                                       | {"if": {"required": ["a"]}, "then": {"required": ["b"]}}
            {"properties": {"a": true}}                              | {"properties": {"a": false}}""")
    void change_that_cannot_be_judged_breaks_both(String released, String now) throws IOException {
        assertThat(changes(released, now)).isNotEmpty().containsOnly(Breaks.BOTH);
    }

    @Test
    void new_property_breaks_readers_of_a_closed_schema() throws IOException {
        assertThat(changes("{\"additionalProperties\": false, \"properties\": {\"a\": {}}}", "{\"additionalProperties\": false, \"properties\": {\"a\": {}, \"b\": {}}}"))
                .containsExactly(Breaks.EARLIER_READERS);
    }

    @Test
    void change_of_type_breaks_events_and_readers_each() throws IOException {
        assertThat(changes("{\"type\": \"string\"}", "{\"type\": \"integer\"}")).containsExactly(Breaks.EARLIER_EVENTS, Breaks.EARLIER_READERS);
    }

    private List<Breaks> changes(String released, String now) throws IOException {
        return Compatibility.changes(element("released.json", released), element("now.json", now)).stream().map(Compatibility.Change::breaks).toList();
    }

    private Element element(String file, String schema) throws IOException {
        return new Documents(folder, new Faults()).read(Files.writeString(folder.resolve(file), schema)).orElseThrow();
    }
}
