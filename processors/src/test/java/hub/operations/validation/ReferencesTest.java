package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beans, routes, contracts, events and schedules that others name: a fixture for each class of fault. */
class ReferencesTest {

    @TempDir
    Path folder;

    @Test
    void reference_to_no_bean_or_one_of_another_kind_is_reported() throws IOException {
        assertFaults("unknown-bean",
                "routes/awards/other.camel.yaml:8: no bean 'sticker' is bound; did you mean 'stickers'?",
                "routes/awards/other.camel.yaml:10: bean 'outcomes' (org.apache.camel.AggregationStrategy) is no "
                        + "org.apache.camel.Processor",
                "routes/awards/other.camel.yaml:13: no bean 'outcome' is bound; did you mean 'outcomes'?",
                "routes/awards/other.camel.yaml:15: no bean 'stickrs' is bound; did you mean 'stickers'?",
                "routes/awards/other.camel.yaml:16: no bean 'nobody' is bound",
                "routes/awards/other.camel.yaml:20: no bean 'serializer' is bound");
    }

    @Test
    void method_that_the_class_does_not_have_is_reported_with_a_suggestion() throws IOException {
        assertFaults("unknown-method",
                "routes/awards/other.camel.yaml:9: bean 'stickers' (hub.operations.validation.Fixtures$Stickers) has no public "
                        + "method 'asign'; did you mean 'assign'?",
                "routes/awards/other.camel.yaml:13: bean 'stickers' (hub.operations.validation.Fixtures$Stickers) has no public "
                        + "method 'secret'",
                "routes/awards/other.camel.yaml:16: bean 'stickers' (hub.operations.validation.Fixtures$Stickers) has no public "
                        + "method 'remove'",
                "routes/awards/other.camel.yaml:18: bean 'stickers' (hub.operations.validation.Fixtures$Stickers) has no public "
                        + "method 'missing'");
    }

    @Test
    void bean_whose_class_or_property_is_missing_is_reported() throws IOException {
        assertFaults("bean-class",
                "routes/awards/assign.camel.yaml:3: class hub.awards.NoSuchClass is not on the class path",
                "routes/awards/assign.camel.yaml:7: class hub.operations.validation.Fixtures$Delivery has no property 'subscribe'");
    }

    @Test
    void dead_direct_call_and_twice_given_id_and_input_are_reported() throws IOException {
        assertFaults("direct",
                "routes/awards/assign.camel.yaml:7: no route begins with direct:asignSticker; did you mean 'assignSticker'?",
                "routes/awards/assign.camel.yaml:11: route id 'assign' is already taken at routes/awards/assign.camel.yaml:2",
                "routes/awards/assign.camel.yaml:14: input direct:assignSticker is already taken at routes/awards/assign.camel.yaml:5");
    }

    @Test
    void route_without_id_or_description_is_reported() throws IOException {
        assertFaults("nameless-route",
                "routes/awards/nameless.camel.yaml:1: the route has no description",
                "routes/awards/nameless.camel.yaml:1: the route has no id",
                "routes/awards/nameless.camel.yaml:6: the route has no description",
                "routes/awards/nameless.camel.yaml:6: the route has no id");
    }

    @Test
    void contract_with_parse_errors_nameless_or_unrouted_operations_and_dead_references_is_reported() throws IOException {
        assertFaults("contract",
                "mappings/openapi/awards.yaml:2: OpenAPI: attribute info.version is missing",
                "mappings/openapi/awards.yaml:6: operation get has no operationId",
                "mappings/openapi/awards.yaml:16: $ref '#/components/schemas/Assignments' leads nowhere",
                "mappings/openapi/awards.yaml:21: operation 'removeSticker' has no route: none begins with direct:removeSticker",
                "mappings/openapi/awards.yaml:27: OpenAPI: attribute paths.'/gifts'(post).operationId is repeated");
    }

    @Test
    void contract_of_a_partner_needs_no_routes() throws IOException {
        assertFaults("contract-of-partner");
    }

    @Test
    void served_contract_that_does_not_exist_is_reported() throws IOException {
        assertFaults("contract-missing",
                "routes/awards/rest.camel.yaml:3: contract file:mappings/openapi/award.yaml does not exist");
    }

    @Test
    void broken_json_of_an_event_schema_is_reported_alone() throws IOException {
        assertFaults("event-syntax",
                "mappings/events/users.userRegistered.v1.schema.json:3: JSON cannot be read: Unexpected character ('}' (code 125)): "
                        + "was expecting double-quote to start field name");
    }

    @Test
    void event_schema_that_breaks_the_meta_schema_its_name_references_formats_or_patterns_is_reported() throws IOException {
        assertFaults("event-schema",
                "mappings/events/users.userRegistered.v1.schema.json:3: $id 'urn:hub:event:users.userRegistered.v2' does not end in "
                        + "the type 'users.userRegistered.v1' that the file is named after",
                "mappings/events/users.userRegistered.v1.schema.json:4: not as JSON Schema 2020-12 allows: 'type' does not have a "
                        + "value in the enumeration [\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"]",
                "mappings/events/users.userRegistered.v1.schema.json:6: $ref '#/$defs/id' leads nowhere",
                "mappings/events/users.userRegistered.v1.schema.json:7: unknown format 'datetime'; did you mean 'date-time'?",
                "mappings/events/users.userRegistered.v1.schema.json:8: pattern '[a-' is no regular expression: Illegal character range");
    }

    @Test
    void event_type_outside_the_catalogue_is_reported() throws IOException {
        assertFaults("event-types",
                "routes/awards/assign.camel.yaml:16: event type 'users.userRegistred.v1' is not in the catalogue; did you mean "
                        + "'users.userRegistered.v1'?",
                "routes/awards/assign.camel.yaml:25: event type 'users.stickerClaimed.v1' is not in the catalogue");
    }

    @Test
    void cron_expression_and_time_zone_of_a_schedule_are_checked() throws IOException {
        assertFaults("schedule",
                "schedules/awards.properties:1: awards.tidy.cron: '0 2 * * *' is no cron expression: Unexpected end of expression.",
                "schedules/awards.properties:2: awards.tidy.zone: 'Europe/Berln' is no time zone such as Europe/Berlin");
    }

    @Test
    void expression_that_does_not_parse_and_language_and_format_that_are_missing_are_reported() throws IOException {
        assertFaults("expression",
                "routes/awards/other.camel.yaml:8: simple: Unexpected token = at location 8 in \"${body} === null\"",
                "routes/awards/other.camel.yaml:12: simple: Unknown function: nosuchfunction at location 0 in \"${nosuchfunction}\"",
                "routes/awards/other.camel.yaml:13: simple: expected symbol functionEnd but was eol at location 15 in \"${header.subject\"",
                "routes/awards/other.camel.yaml:15: language 'jsonpath' is not on the class path",
                "routes/awards/other.camel.yaml:17: resource:file:mappings/none.txt does not exist",
                "routes/awards/other.camel.yaml:19: data format 'gson' is not on the class path");
    }

    @Test
    void class_that_a_route_names_and_nobody_has_is_reported() throws IOException {
        assertFaults("unknown-class",
                "routes/awards/other.camel.yaml:9: class hub.awards.NoSuchRecord is not on the class path",
                "routes/awards/other.camel.yaml:13: class hub.awards.NoSuchRecord is not on the class path",
                "routes/awards/other.camel.yaml:20: class java.io.NoSuchException is not on the class path");
    }

    @Test
    void unknown_route_configuration_is_reported_with_a_suggestion() throws IOException {
        assertFaults("route-configuration",
                "routes/awards/other.camel.yaml:8: unknown route configuration 'egde'; did you mean 'edge'?");
    }

    private void assertFaults(String fixture, String... faults) throws IOException {
        var found = new Validation(Fixtures.home(folder, fixture), Map.of(), Fixtures.BEANS).check();

        assertThat(found).extracting(Fault::toString).containsExactly(faults);
    }
}
