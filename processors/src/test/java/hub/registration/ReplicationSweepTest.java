package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

class ReplicationSweepTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private final List<ScanRequest> scans = new ArrayList<>();

    @Test
    void entries_are_looked_for_that_are_flagged_for_too_long_at_the_moment_that_the_sweep_is_given() {
        var walk = sweep(0).begin(NOW);
        assertThat(walk.isUnderWay()).isTrue();

        walk.next();
        assertThat(walk.isUnderWay()).isFalse();
        assertThat(scans).hasSize(1);
        assertThat(scans.get(0).expressionAttributeValues()).containsEntry(":before", AttributeValue.fromS("2026-11-20T07:45:00.000Z"));
    }

    @Test
    void nothing_is_looked_for_while_more_than_a_page_of_changes_wait() {
        assertThat(sweep(51).begin(NOW).isUnderWay()).isFalse();
        assertThat(sweep(50).begin(NOW).isUnderWay()).isTrue();
    }

    private ReplicationSweep sweep(long backlog) {
        var table = new DemandTable(new DynamoDbClient() {
            @Override
            public ScanResponse scan(ScanRequest request) {
                scans.add(request);
                return ScanResponse.builder().items(List.of()).lastEvaluatedKey(Map.of()).build();
            }

            @Override
            public String serviceName() {
                return "dynamodb";
            }

            @Override
            public void close() {
                // holds nothing
            }
        }, "demand-table", new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0));
        return new ReplicationSweep(table, new ReplicationSweep.Pace(Duration.ofMinutes(15), 50, Duration.ofMillis(1)), () -> backlog);
    }
}
