package hub.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpcastingTest {

    private static final String V1 = "shop.orderPlaced.v1";
    private static final String V2 = "shop.orderPlaced.v2";
    private static final String V3 = "shop.orderPlaced.v3";

    @TempDir
    private Path directory;
    private EventCatalogue catalogue;

    @BeforeEach
    void three_versions() throws IOException {
        schema(V1, "{\"required\": [\"orderId\"]}");
        schema(V2, "{\"required\": [\"order\"], \"properties\": {\"order\": {\"required\": [\"id\"]}}}");
        schema(V3, "{\"required\": [\"order\", \"placedAt\"]}");
        mapping("shop.orderPlaced.v1-to-v2.jslt", "{\"order\": {\"id\": .data.orderId, \"lines\": number(.data.lines)}}");
        mapping("shop.orderPlaced.v2-to-v3.jslt", "{\"placedAt\": .time} + .data");
        catalogue = EventCatalogue.load(directory);
    }

    @Test
    void event_is_brought_up_version_by_version_and_keeps_its_envelope() {
        var event = event(V1, "{\"orderId\": \"o-1\"}");

        var newest = catalogue.upcast(event, Set.of(V3));

        assertThat(newest.data()).isEqualTo(Json.read("{\"order\": {\"id\": \"o-1\"}, \"placedAt\": \"2026-03-01T10:00:00Z\"}"));
        assertThat(newest).usingRecursiveComparison().ignoringFields("type", "data").isEqualTo(event);
        assertThat(newest.type()).isEqualTo(V3);
    }

    @Test
    void event_in_a_version_that_is_named_stays_as_it_was_recorded() {
        var first = event(V1, "{\"orderId\": \"o-1\"}");
        var second = event(V2, "{\"order\": {\"id\": \"o-1\"}}");

        assertThat(catalogue.upcast(first, Set.of(V1, V3))).isSameAs(first);
        assertThat(catalogue.upcast(second, Set.of(V1, V2, V3))).isSameAs(second);
    }

    @Test
    void event_is_brought_up_no_further_than_the_first_version_that_is_named() {
        assertThat(catalogue.upcast(event(V1, "{\"orderId\": \"o-1\"}"), Set.of(V2, V3)).type()).isEqualTo(V2);
    }

    @Test
    void subscriber_to_a_version_is_given_the_earlier_ones_and_never_a_later_one() {
        assertThat(catalogue.recordedAs(Set.of(V3))).containsExactlyInAnyOrder(V1, V2, V3);
        assertThat(catalogue.recordedAs(Set.of(V2, "x.y.v1"))).containsExactlyInAnyOrder(V1, V2, "x.y.v1");
        assertThat(catalogue.recordedAs(Set.of(V1))).containsExactly(V1);
        assertThatThrownBy(() -> catalogue.upcast(event(V3, "{}"), Set.of(V2))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(V3);
    }

    @Test
    void what_breaks_the_newer_schema_or_fails_in_the_mapping_is_for_an_operator() {
        var nothingToMap = catchThrowableOfType(PermanentFailure.class, () -> catalogue.upcast(event(V1, "{}"), Set.of(V3)));
        var noNumber = catchThrowableOfType(PermanentFailure.class, () -> catalogue.upcast(event(V1, "{\"orderId\": \"o-1\", \"lines\": \"three\"}"), Set.of(V2)));

        assertThat(nothingToMap.code()).isEqualTo("upcast-failed");
        assertThat(nothingToMap).hasMessageContainingAll("shop.orderPlaced.v1-to-v2.jslt makes no " + V2, "order");
        assertThat(noNumber.code()).isEqualTo("upcast-failed");
        assertThat(noNumber).hasMessageContaining("not a number");
    }

    @Test
    void broken_mapping_is_a_fault_that_names_its_file_and_line() throws IOException {
        mapping("shop.orderPlaced.v1-to-v2.jslt", "{\n  \"order\": nothing(.)\n}");

        assertThatThrownBy(() -> EventCatalogue.load(directory)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("shop.orderPlaced.v1-to-v2.jslt:2: JSLT: No such function: 'nothing'");
    }

    @Test
    void upcaster_leads_to_the_next_version_and_no_other() throws IOException {
        mapping("shop.orderPlaced.v1-to-v3.jslt", ".data");

        assertThatThrownBy(() -> EventCatalogue.load(directory)).hasMessageContaining("v<N>-to-v<N+1>");
    }

    private static Event event(String type, String data) {
        return new Event("e-1", "/shop", type, "o-1", Instant.parse("2026-03-01T10:00:00Z"), Json.read(data), Map.of("correlationid", "c-1", "extra", "kept"));
    }

    private void schema(String type, String text) throws IOException {
        Files.writeString(directory.resolve(type + ".schema.json"), text);
    }

    private void mapping(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
