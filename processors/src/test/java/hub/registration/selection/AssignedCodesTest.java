package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.streams.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AssignedCodesTest {

    private static final Map<String, AttributeValue> KEY = Map.of("PK", AttributeValue.fromS("fan:ada"), "SK", AttributeValue.fromS("asu#tour"));
    private final AssignedCodes codes = new AssignedCodes(null);

    @Test
    void code_that_a_winner_got_is_told_once_under_one_record_id() {
        var first = told(Change.Type.MODIFY, image(null, null), image(true, "X-1"));
        var second = told(Change.Type.MODIFY, image(null, null), image(true, "X-1"));

        assertThat(first).hasSize(1);
        assertThat(first.get(0)).isEqualTo(second.get(0));
        assertThat(first.get(0)).startsWith("{\"campaignId\":\"tour\",\"code\":\"X-1\",\"marketId\":\"la\"}");
    }

    @Test
    void what_is_no_winners_new_code_is_not_told() {
        assertThat(told(Change.Type.MODIFY, image(true, "X-1"), image(true, "X-1"))).as("had it before").isEmpty();
        assertThat(told(Change.Type.MODIFY, image(null, null), image(false, null))).as("lost").isEmpty();
        assertThat(told(Change.Type.MODIFY, image(null, null), image(false, "X-1"))).as("lost, whatever the code").isEmpty();
        assertThat(told(Change.Type.MODIFY, image(null, null), image(true, null))).as("no code").isEmpty();
        assertThat(told(Change.Type.REMOVE, image(true, "X-1"), Map.of())).as("withdrawn").isEmpty();
    }

    @Test
    void row_that_is_no_entry_is_not_told() {
        var last = Map.of("PK", AttributeValue.fromS("fan:ada"), "SK", AttributeValue.fromS("asu#tour#last"));
        var image = new HashMap<>(image(true, "X-1"));
        image.putAll(last);

        assertThat(codes.ofWinners(List.of(new Change("e-1", Change.Type.MODIFY, last, Map.of(), image, false, Instant.EPOCH, "1"))).isEmpty()).isTrue();
    }

    private List<String> told(Change.Type type, Map<String, AttributeValue> old, Map<String, AttributeValue> now) {
        return codes.ofWinners(List.of(new Change("e-1", type, KEY, old, now, false, Instant.EPOCH, "1"))).byQueue().stream().flatMap(parcel -> parcel.letters().stream())
                .map(letter -> Json.write(new TreeMap<>(tree(letter.body()))) + " " + letter.attributes().get("recordId")).toList();
    }

    private static Map<String, String> tree(String body) {
        var tree = new HashMap<String, String>();
        Json.read(body).fields().forEachRemaining(field -> tree.put(field.getKey(), field.getValue().asText()));
        return tree;
    }

    private static Map<String, AttributeValue> image(Boolean verdict, String code) {
        var image = new HashMap<>(KEY);
        if (verdict != null) {
            image.put("verdict", AttributeValue.fromBool(verdict));
        }
        if (code != null) {
            image.put("code", AttributeValue.fromM(Map.of("code", AttributeValue.fromS(code), "marketId", AttributeValue.fromS("la"))));
        }
        return image;
    }
}
