package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.Running;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Very many failures of one kind; {@code acceptance/poison-flood} plays it at its size and looks at the latency of those that are well. */
class PoisonFloodTest {

    private static final int SMALL = 300;
    private static final String KEY = "count-claimed-stickers/PermanentFailure";

    @Test
    void each_failure_of_a_flood_is_stored_and_the_on_call_hears_of_it_once() {
        var database = new Database(Running.world());
        var flood = "flood-" + UUID.randomUUID() + "-";
        long before = incidents();

        try (var kafka = new Kafka(Running.world())) {
            for (int i = 0; i < SMALL; i++) {
                kafka.send("users.stickerClaimed.v1", flood + i, "{\"accountId\": \"" + flood + i + "\", \"stickerId\": \"welcome\"}");
            }
        }

        eventually().until(() -> database.count("select count(*) from hub.failure where starts_with(subject, ?) and status = 'HELD' and code = 'unknown-account'", flood) == SMALL);
        eventually().until(() -> database.count("select count from hub.incident where key = ? and sent_at is not null", KEY) >= SMALL);
        assertThat(incidents() - before).isLessThanOrEqualTo(1);
        assertThat(database.count("select count(distinct hub.failure_group(flow, code, exception, frame)) from hub.failure where starts_with(subject, ?)", flood)).isEqualTo(1);
    }

    private static long incidents() {
        return StreamSupport.stream(Http.get(Running.world().sandboxUrl() + "/partners/paging/incidents").json().spliterator(), false)
                .filter(incident -> incident.path("key").asText().equals(KEY)).count();
    }
}
