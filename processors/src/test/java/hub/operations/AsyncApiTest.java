package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import hub.events.EventCatalogue;
import hub.operations.EventUse.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    private static final String COMPLETED_1 = "certifications.certificationCompleted.v1";
    private static final String COMPLETED_2 = "certifications.certificationCompleted.v2";
    private static final String ASSIGNED = "stickers.stickerAssignedToUser.v1";
    private static final ObjectNode DOCUMENT = new AsyncApi(EventCatalogue.load(Path.of("../mappings/events")), List.of(
            new EventUse(Kind.INGRESS, "receive-certifications", "hub-awards", Set.of(COMPLETED_1), "Takes completions in."),
            new EventUse(Kind.SUBSCRIPTION, "award-certification", "awards-certifications", Set.of(COMPLETED_2), "Awards."),
            new EventUse(Kind.APPEND, "award-certification", "", Set.of(ASSIGNED), "Awards.")),
            Map.of("artemis", "127.0.0.1:61616", "kafka", "127.0.0.1:9092")).document();

    @Test
    void document_is_as_the_specification_has_it() {
        var specification = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.schema.json"));

        assertThat(specification.validate(DOCUMENT)).isEmpty();
        assertThat(specification.validate(DOCUMENT.deepCopy().set("operations", DOCUMENT.path("channels")))).isNotEmpty();
    }

    @Test
    void every_reference_leads_somewhere() {
        var references = DOCUMENT.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    }

    @Test
    void subscriber_receives_what_is_recorded_and_is_given_the_version_that_it_names() {
        var operation = DOCUMENT.at("/operations/award-certification.receive");

        assertThat(operation.path("action").asText()).isEqualTo("receive");
        assertThat(operation.path("x-subscriber").asText()).isEqualTo("awards-certifications");
        assertThat(operation.at("/channel/$ref").asText()).isEqualTo("#/channels/events");
        assertThat(messages(operation)).containsExactly(COMPLETED_1, COMPLETED_2);
        assertThat(operation.path("x-delivered-as").toString()).isEqualTo("[\"" + COMPLETED_2 + "\"]");
    }

    @Test
    void route_that_appends_sends_to_subscribers_and_its_type_goes_to_the_stream() {
        assertThat(messages(DOCUMENT.at("/operations/award-certification.send"))).containsExactly(ASSIGNED);
        var stream = DOCUMENT.at("/operations/stream." + ASSIGNED);
        assertThat(stream.at("/channel/$ref").asText()).isEqualTo("#/channels/" + ASSIGNED);
        assertThat(stream.path("x-routes").toString()).isEqualTo("[\"award-certification\"]");
    }

    @Test
    void inbound_type_is_received_from_its_topic_shown_on_its_dead_letters_and_never_echoed() {
        assertThat(DOCUMENT.at("/operations/receive-certifications.receive/channel/$ref").asText()).isEqualTo("#/channels/" + COMPLETED_1);
        assertThat(DOCUMENT.at("/operations/receive-certifications.receive/x-consumer-group").asText()).isEqualTo("hub-awards");
        assertThat(messages(DOCUMENT.at("/operations/receive-certifications.send"))).containsExactly(COMPLETED_1);
        assertThat(DOCUMENT.at("/channels/" + COMPLETED_1 + ".dlq/messages").has("deadLetter")).isTrue();
        assertThat(DOCUMENT.path("operations").has("stream." + COMPLETED_1)).isFalse();
    }

    @Test
    void message_has_envelope_and_schema_of_its_type() {
        var payload = DOCUMENT.at("/components/messages/" + ASSIGNED + "/payload/allOf");

        assertThat(payload.at("/0/$ref").asText()).isEqualTo("#/components/schemas/cloudEvent");
        assertThat(payload.at("/1/properties/type/const").asText()).isEqualTo(ASSIGNED);
        assertThat(DOCUMENT.at("/components/schemas/" + ASSIGNED + "/properties").has("stickerId")).isTrue();
    }

    private static List<String> messages(JsonNode operation) {
        return StreamSupport.stream(operation.path("messages").spliterator(), false).map(reference -> reference.path("$ref").asText().replaceFirst(".*/", "")).toList();
    }
}
