package hub.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

class ChangeTest {

    private static final Map<String, AttributeValue> KEYS = Map.of("PK", AttributeValue.fromS("fan:1"));
    private static final Instant MADE = Instant.parse("2026-01-02T10:00:00Z");

    @Test
    void a_change_has_what_the_record_has_and_empty_images_where_it_has_none() {
        var change = Change.of(record(OperationType.INSERT, null));

        assertThat(change).isEqualTo(new Change("e1", Change.Type.INSERT, KEYS, Map.of(), KEYS, false, MADE, "7"));
        assertThat(change.toString()).doesNotContain("fan:1");
    }

    @Test
    void a_removal_by_time_to_live_is_told_from_one_by_somebody() {
        assertThat(Change.of(record(OperationType.REMOVE, Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build())).ttl()).isTrue();
        assertThat(Change.of(record(OperationType.REMOVE, Identity.builder().type("User").principalId("somebody").build())).ttl()).isFalse();
    }

    private static Record record(OperationType type, Identity by) {
        return Record.builder().eventID("e1").eventName(type).userIdentity(by)
                .dynamodb(change -> change.keys(KEYS).newImage(KEYS).sequenceNumber("7").approximateCreationDateTime(MADE)).build();
    }
}
