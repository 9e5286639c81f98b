package hub.failures;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.EventCatalogue;
import hub.events.Json;
import hub.failures.Failure.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {

    private static final String TYPE = "shop.orderPlaced.v1";
    private static final String EVENT = """
            {"specversion":"1.0","id":"e-1","source":"/hub","type":"shop.orderPlaced.v1","subject":"o-1","time":"2026-11-20T08:00:00Z","correlationid":"c-1",\
            "data":{"accountId":"a-1","items":[1,2]}}""";
    @TempDir
    private static Path schemas;
    private static EventCatalogue catalogue;

    @BeforeAll
    static void load() throws IOException {
        Files.writeString(schemas.resolve(TYPE + ".schema.json"), """
                {"$id": "urn:hub:event:shop.orderPlaced.v1", "type": "object", "required": ["accountId"], "properties": {"accountId": {"type": "string"}}}""");
        catalogue = EventCatalogue.load(schemas);
    }

    @Test
    void data_and_extensions_of_an_event_may_change_and_the_difference_is_told() {
        var edited = edit(EVENT.replace("a-1", "a-2").replace("[1,2]", "[1]").replace("c-1", "c-2")).of(event());

        assertThat(edited.faults()).isEmpty();
        assertThat(edited.difference().toString()).isEqualTo("""
                [{"path":"/payload/correlationid","from":"c-1","to":"c-2"},{"path":"/payload/data/accountId","from":"a-1","to":"a-2"},{"path":"/payload/data/items/1","from":2}]""");
    }

    @Test
    void identity_of_an_event_stays() {
        assertThat(edit(EVENT.replace("e-1", "e-2")).of(event()).faults()).containsExactly("id has to stay as it is");
        assertThat(edit(EVENT.replace("o-1", "o-2")).of(event()).faults()).containsExactly("subject has to stay as it is");
        assertThat(edit(EVENT.replace("Placed.v1", "Placed.v2")).of(event()).faults()).containsExactly("type has to stay as it is");
        assertThat(edit(EVENT.replace("08:00", "09:00")).of(event()).faults()).containsExactly("time has to stay as it is");
    }

    @Test
    void an_event_passes_its_schema_or_stays_as_it_is() {
        assertThat(edit(EVENT.replace("\"a-1\"", "7")).of(event()).faults()).singleElement().asString().startsWith("data/accountId");
        assertThat(edit("no json").of(event()).faults()).containsExactly("the payload is no JSON object");
        assertThat(edit(EVENT).of(event()).faults()).containsExactly("nothing would change");
        assertThat(edit(EVENT.replace("[1,2]", "\"" + "x".repeat(300_000) + "\"")).of(event()).faults()).containsExactly("the payload is over 256 KiB");
    }

    @Test
    void an_event_has_no_headers() {
        assertThat(new Edit(catalogue, null, Map.of("a", "b")).of(event()).faults()).singleElement().asString().startsWith("an event has no headers");
    }

    @Test
    void a_record_of_the_ingress_has_to_be_one_that_can_be_taken_in() {
        var record = failure("ingress:" + TYPE, null, TYPE + "/0/7", "{\"stickerId\": \"no account\"}", Map.of());

        assertThat(edit("{\"stickerId\": \"still none\"}").of(record).faults()).singleElement().asString().startsWith("breaks the schema");
        assertThat(edit("{\"accountId\": \"a-1\"}").of(record).faults()).isEmpty();
    }

    @Test
    void a_record_that_names_itself_keeps_its_name() {
        var record = failure("ingress:" + TYPE, null, TYPE + "/0/7", EVENT.replace("\"accountId\":\"a-1\",", ""), Map.of());

        assertThat(edit(EVENT.replace("e-1", "e-2")).of(record).faults()).containsExactly("id has to stay as it is");
        assertThat(edit(EVENT).of(record).faults()).isEmpty();
    }

    @Test
    void attributes_of_a_message_are_set_and_taken_away() {
        var message = failure("queue:orderQueue", null, "m-1", "{}", Map.of("type", "MARKTE", "old", "x"));
        var headers = new HashMap<String, String>();
        headers.put("type", "MARKET");
        headers.put("old", null);

        var edited = new Edit(catalogue, null, headers).of(message);

        assertThat(edited.faults()).isEmpty();
        assertThat(edited.headers()).containsExactlyEntriesOf(Map.of("type", "MARKET"));
        assertThat(edited.payload()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(edited.difference()).extracting(place -> place.path("path").asText()).containsExactly("/headers/old", "/headers/type");
    }

    private static Edit edit(String payload) {
        return new Edit(catalogue, payload.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static Failure event() {
        return failure("ship-orders", 7L, "e-1", EVENT, Map.of());
    }

    private static Failure failure(String subscriber, Long position, String eventId, String payload, Map<String, String> headers) {
        var now = Instant.parse("2026-11-20T12:00:00Z");
        return new Failure(UUID.randomUUID(), Status.HELD, "processing-failed", "failed", "ship-orders", "ship", subscriber, TYPE, "o-1", "/hub", eventId, position, null, null, 1, 0, "c-1", null,
                Json.MAPPER.valueToTree(headers), payload.getBytes(StandardCharsets.UTF_8), Json.MAPPER.createArrayNode(), now, now, null, null, null, "0123456789abcdef");
    }
}
