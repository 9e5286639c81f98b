package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

class ReplicationSweepTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private final List<ScanRequest> scans = new ArrayList<>();
    /** Where the next answers end that are not the last of their segment. */
    private final Deque<Map<String, AttributeValue>> full = new ArrayDeque<>();
    private long rows;

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
    void a_table_is_gone_through_in_segments_of_about_a_page_so_that_no_page_is_dearer_than_the_first() {
        rows = 101;
        var walk = sweep(0).begin(NOW);
        assertThat(walk.pause()).isZero();
        while (walk.isUnderWay()) {
            walk.next();
            assertThat(walk.pause()).isPositive();
        }

        assertThat(scans).extracting(ScanRequest::segment).containsExactly(0, 1, 2);
        assertThat(scans).extracting(ScanRequest::totalSegments).containsOnly(3);
    }

    @Test
    void a_segment_that_is_more_than_an_answer_holds_is_read_on_before_the_next() {
        rows = 100;
        full.add(Map.of("PK", AttributeValue.fromS("fan:1")));
        var walk = sweep(0).begin(NOW);
        while (walk.isUnderWay()) {
            walk.next();
        }

        assertThat(scans).extracting(ScanRequest::segment).containsExactly(0, 0, 1);
        assertThat(scans.get(1).exclusiveStartKey()).isEqualTo(Map.of("PK", AttributeValue.fromS("fan:1")));
        assertThat(scans.get(2).hasExclusiveStartKey()).isFalse();
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
                return ScanResponse.builder().items(List.of()).lastEvaluatedKey(full.isEmpty() ? Map.of() : full.pop()).build();
            }

            @Override
            public DescribeTableResponse describeTable(DescribeTableRequest request) {
                return DescribeTableResponse.builder().table(table -> table.itemCount(rows)).build();
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
