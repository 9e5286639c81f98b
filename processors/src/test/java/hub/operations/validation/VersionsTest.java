package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of event types, and what was released of them: a fixture for each class of fault. */
class VersionsTest {

    private static final String EVENTS = "mappings/events/";

    @TempDir
    Path folder;

    @Test
    void upcaster_that_is_missing_misnamed_between_unknown_types_or_no_mapping_is_reported() throws IOException {
        assertThat(faults("upcaster")).containsExactly(
                EVENTS + "shop.orderPlaced.v1-to-v3.jslt:1: an upcaster is named <context>.<eventName>.v<N>-to-v<N+1>.jslt",
                EVENTS + "shop.orderPlaced.v2.schema.json:1: has no upcaster, so that its subscribers would miss what is recorded as shop.orderPlaced.v1: "
                        + EVENTS + "shop.orderPlaced.v1-to-v2.jslt",
                EVENTS + "users.userRegistered.v1-to-v2.jslt:3: JSLT: No such function: 'falback'",
                EVENTS + "users.userRegistered.v2-to-v3.jslt:1: event type 'users.userRegistered.v3' is not in the catalogue; did you mean 'users.userRegistered.v1'?");
    }

    @Test
    void upcaster_without_an_example_or_that_makes_anything_else_of_it_is_reported() throws IOException {
        assertThat(faults("upcaster-example")).containsExactly(
                EVENTS + "shop.orderPlaced.v1-to-v2.example.json:1: shop.orderPlaced.v1-to-v2.jslt makes no shop.orderPlaced.v2 of it: "
                        + "data: required property 'orderId' not found",
                EVENTS + "shop.orderPlaced.v2-to-v3.jslt:1: needs shop.orderPlaced.v2-to-v3.expected.json beside it",
                EVENTS + "users.userRegistered.v1-to-v2.expected.json:1: is not what the upcaster makes of the example: "
                        + "{\"accountId\":\"a-1\",\"registeredAt\":\"2026-03-01T10:00:00Z\"}");
    }

    @Test
    void change_that_breaks_a_released_schema_is_refused_and_an_inbound_one_may_be_widened() throws IOException {
        assertThat(faults("released")).containsExactly(
                EVENTS + "released/shop.orderPlaced.v1.schema.json:1: mappings/events/shop.orderPlaced.v1.schema.json is gone, and events of it may be recorded or read; put it back",
                EVENTS + "users.stickerClaimed.v1.schema.json:5: breaks users.stickerClaimed.v1 as it was released: property stickerId is gone; "
                        + "neither recorded events nor readers may rely on it any longer. Make it users.stickerClaimed.v2, with an upcaster",
                EVENTS + "users.userRegistered.v1.schema.json:6: breaks users.userRegistered.v1 as it was released: maxLength is 36 and was not set; "
                        + "events recorded before may not fit. Make it users.userRegistered.v2, with an upcaster",
                EVENTS + "users.userRegistered.v1.schema.json:7: breaks users.userRegistered.v1 as it was released: format is not set and was \"date-time\"; "
                        + "readers that know the released schema may be given what it refuses. Make it users.userRegistered.v2, with an upcaster",
                EVENTS + "users.userRegistered.v1.schema.json:10: breaks users.userRegistered.v1 as it was released: property invitedBy is required now; "
                        + "events recorded before may not fit. Make it users.userRegistered.v2, with an upcaster");
    }

    private List<String> faults(String fixture) throws IOException {
        return new Validation(Fixtures.home(folder, fixture), Map.of(), Fixtures.BEANS).check().stream().map(Fault::toString).toList();
    }
}
