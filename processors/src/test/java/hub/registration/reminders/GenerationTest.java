package hub.registration.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoCursor;
import hub.events.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What a generation writes of a market's fans, and what becomes of it when the table does not take all. */
class GenerationTest {

    private static final Instant NOW = Instant.parse("2026-12-14T17:30:00Z");
    private static final ReminderTexts TEXTS = ReminderTexts.load(Path.of("../mappings/registration/reminders"));
    private static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO, () -> 1);
    private static final Presale PRESALE = Presale.of("tour", "la", """
            {"name": "Tour", "markets": [{"marketId": "la", "timeZone": "America/Los_Angeles", "presale": "2026-12-14T18:30:00Z", "link": "https://t.example/la"}]}""");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReminderCounts counts = new ReminderCounts(meters);

    private static Document fan(String id, String phoneNumber, String locale) {
        return new Document("globalUserId", id).append("phoneNumber", phoneNumber).append("locale", locale).append("code", new Document("code", "X-" + id).append("marketId", "la"));
    }

    private static List<Document> fans(int number) {
        return IntStream.range(0, number).mapToObj(n -> fan("fan-" + n, "+1213555%04d".formatted(n), "en-US")).toList();
    }

    private Generation generation(Set<String> regions, List<Document> fans) {
        return new Generation(Markets.market("la", "2026-12-14T18:30:00Z"), PRESALE, NOW, TEXTS, Generation.regions(regions), new Fans(fans), counts);
    }

    private double counted(String outcome) {
        return meters.get("hub_reminders").tag("outcome", outcome).counter().count();
    }

    private static List<List<Reminder>> batches(Generation generation) {
        var batches = new ArrayList<List<Reminder>>();
        generation.batches().forEachRemaining(batches::add);
        return batches;
    }

    @Test
    void fans_come_in_batches_of_25_and_those_without_a_text_are_left_out_and_counted() {
        var fans = new ArrayList<>(fans(51));
        fans.add(7, fan("mute", "+12135559999", "tlh"));
        fans.add(fan("nameless", "+12135559998", "en-US").append("globalUserId", null));
        fans.add(new Document(fan("no-code", "+12135559997", "en-US")).append("code", new Document("marketId", "la")));

        assertThat(batches(generation(Set.of(), fans))).extracting(List::size).containsExactly(25, 25, 1);
        assertThat(counted("left-out")).isEqualTo(3);
    }

    @Test
    void regions_narrow_who_is_reminded() {
        var fans = List.of(fan("us", "+12135550100", "en-US"), fan("ca", "+15145550100", "en-CA"), fan("none", "+1", "en-US"));

        assertThat(batches(generation(Set.of(), fans))).singleElement().asList().hasSize(3);
        assertThat(batches(generation(Set.of("US"), fans))).singleElement().satisfies(batch -> assertThat(batch).extracting(Reminder::globalUserId).containsExactly("us"));
    }

    @Test
    void what_the_table_did_not_get_to_is_written_again_and_only_that() {
        var asked = new ArrayList<Integer>();
        var table = table(writes -> {
            asked.add(writes.size());
            return writes.size() > 1 ? writes.subList(0, writes.size() / 2) : List.of();
        });

        assertThat(table.write(batches(generation(Set.of(), fans(10))).get(0))).isZero();
        assertThat(asked).containsExactly(10, 5, 2, 1);
    }

    @Test
    void table_that_never_gets_to_some_is_asked_five_times() {
        var asked = new ArrayList<Integer>();
        var table = table(writes -> {
            asked.add(writes.size());
            return writes.subList(0, 1);
        });

        assertThat(table.write(batches(generation(Set.of(), fans(3))).get(0))).isEqualTo(1);
        assertThat(asked).containsExactly(3, 1, 1, 1, 1);
    }

    @Test
    void some_failed_means_that_the_market_is_repeated_and_all_failed_is_a_total_failure() {
        var some = generation(Set.of(), fans(30));
        some.wrote(25, 0);
        some.wrote(5, 1);
        assertThat(some.end()).isEqualTo(Generation.End.TO_BE_REPEATED);
        assertThat(some.isTotalFailure()).isFalse();

        var all = generation(Set.of(), fans(30));
        all.wrote(25, 25);
        all.wrote(5, 5);
        assertThat(all.isTotalFailure()).isTrue();
        assertThat(counted("failed")).isEqualTo(31);
        assertThat(counted("written")).isEqualTo(29);

        assertThat(generation(Set.of(), List.of()).end()).as("no fans").isEqualTo(Generation.End.NOTIFIED);
    }

    @Test
    void table_that_is_away_ends_the_generation_early() {
        var table = table(writes -> {
            throw SdkClientException.create("away");
        });
        var generation = generation(Set.of(), fans(1000));
        int batches = 0;

        for (Iterator<List<Reminder>> each = generation.batches(); each.hasNext(); batches++) {
            var batch = each.next();
            generation.wrote(batch.size(), table.write(batch));
        }

        assertThat(batches).isEqualTo(3);
        assertThat(generation.isTotalFailure()).isTrue();
    }

    /** @param left gives what is left of the writes of a request */
    private static ReminderTable table(Function<List<WriteRequest>, List<WriteRequest>> left) {
        return new ReminderTable(new DynamoDbClient() {

            @Override
            public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
                var unprocessed = left.apply(request.requestItems().get("demand-table"));
                return BatchWriteItemResponse.builder().unprocessedItems(unprocessed.isEmpty() ? Map.of() : Map.of("demand-table", unprocessed)).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // nothing is open
            }
        }, "demand-table", AT_ONCE);
    }

    /** Fans as MongoDB would hand them out. */
    private static final class Fans implements MongoCursor<Document> {

        private final Deque<Document> left;

        Fans(List<Document> fans) {
            this.left = new ArrayDeque<>(fans);
        }

        @Override
        public boolean hasNext() {
            return !left.isEmpty();
        }

        @Override
        public Document next() {
            return left.remove();
        }

        @Override
        public int available() {
            return left.size();
        }

        @Override
        public Document tryNext() {
            return left.poll();
        }

        @Override
        public ServerCursor getServerCursor() {
            return null;
        }

        @Override
        public ServerAddress getServerAddress() {
            return new ServerAddress();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
