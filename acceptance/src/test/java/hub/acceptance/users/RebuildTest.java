package hub.acceptance.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Call;
import hub.acceptance.Database;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The count of assigned stickers built anew from the log, against what the awards themselves say. */
class RebuildTest {

    private static final String COUNTED = "users-assigned-stickers";
    private static final String REBUILD = "{\"mode\": \"rebuild\", \"subscribers\": [\"" + COUNTED + "\"]%s}";
    private static final String WRONG = """
            select count(*) from users.account a
             where assigned_sticker_count <> (select count(*) from awards.assignment s where s.user_id = a.account_id and removed_at is null)""";

    private final Database database = Made.database();
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));
    private final Call operator = Call.to(Running.hub().opsUrl()).as(Running.world().token("olga", "operator"));

    @AfterEach
    void everybody_is_served_again() {
        eventually().untilAsserted(() -> assertThat(database.count(WRONG)).isZero());
        assertThat(database.count("select count(*) from hub.subscriber where rebuilt_by is not null")).isZero();
    }

    @Test
    void a_model_rebuilt_under_live_traffic_ends_equal_to_the_truth() throws InterruptedException {
        var accounts = Stream.generate(Made::account).limit(8).toList();
        eventually().untilAsserted(() -> assertThat(database.count(WRONG)).isZero());
        database.sql("update users.account set assigned_sticker_count = assigned_sticker_count + 7").update();
        var over = new AtomicBoolean();
        var customers = Executors.newFixedThreadPool(2);
        customers.submit(() -> giveAndTake(accounts.subList(0, 4), over));
        customers.submit(() -> giveAndTake(accounts.subList(4, 8), over));

        long discarded = database.count("select count(*) from hub.delivery where subscriber = ? and outcome = 'discarded'", COUNTED);
        var id = start("");
        var replay = ended(id);
        assertThat(replay.path("skipped").asLong()).as("what operators discarded stays so").isEqualTo(discarded);
        long then = database.count("select max(position) from hub.event_log");
        eventually().until(() -> database.count("select max(position) from hub.event_log") > then + 10);
        over.set(true);
        customers.shutdown();
        customers.awaitTermination(30, TimeUnit.SECONDS);

        assertThat(replay.path("status").asText()).isEqualTo("DONE");
        assertThat(replay.path("applied").asLong() + replay.path("skipped").asLong() + replay.path("parked").asLong()).isEqualTo(replay.path("events").asLong()).isPositive();
        assertThat(replay.path("outOfOrder").asLong()).isZero();
        eventually().untilAsserted(() -> assertThat(database.count(WRONG)).isZero());
        assertThat(database.count("""
                select count(*) from hub.event_log e where type in ('stickers.stickerAssignedToUser.v1', 'stickers.stickerRemovedFromUser.v1')
                   and not exists (select from hub.delivery d where d.subscriber = ? and d.position = e.position)""", COUNTED)).as("events that had no end").isZero();
    }

    @Test
    void live_events_wait_while_a_model_is_half_built_and_another_rebuild_ends_that() {
        var account = Stream.generate(Made::account).limit(6).toList().get(0);
        eventually().untilAsserted(() -> assertThat(database.count(WRONG)).isZero());
        var id = start(", \"rate\": 1");
        eventually().until(() -> database.count("select count(*) from hub.subscriber where rebuilt_by = ?", id) == 1);

        assertThat(operator.post("/ops/replays", REBUILD.formatted("")).json().path("type").asText()).isEqualTo("urn:hub:problem:subscriber-busy");
        assertThat(operator.post("/ops/replays/" + id + "/cancel", "").status()).isEqualTo(202);
        assertThat(ended(id).path("trouble").asText()).contains("rebuild it");
        admin.post("/api/award/v1/users/" + account + "/stickers", "{\"stickerId\": \"cloud-hero\"}");
        assertThat(operator.post("/ops/replays", """
                {"from": "2020-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z", "subscribers": ["%s"]}""".formatted(COUNTED)).status()).isEqualTo(409);
        eventually().until(() -> database.count("select position from hub.relay where name = 'bus'") >= lastOf(account));
        assertThat(database.count("select count(*) from hub.delivery where subscriber = ? and position = ?", COUNTED, lastOf(account))).as("live delivery waits").isZero();
        eventually().untilAsserted(() -> assertThat(health("models")).contains("half built", COUNTED));

        assertThat(ended(start("")).path("status").asText()).isEqualTo("DONE");
        eventually().untilAsserted(() -> assertThat(health("models")).isEmpty());
    }

    @Test
    void a_rebuild_goes_on_after_the_hub_was_killed_in_the_middle_of_it() {
        Stream.generate(Made::account).limit(6).forEach(account -> admin.post("/api/award/v1/users/" + account + "/stickers", "{\"stickerId\": \"cloud-hero\"}"));
        eventually().untilAsserted(() -> assertThat(database.count(WRONG)).isZero());
        long events = operator.post("/ops/replays", REBUILD.formatted(", \"dryRun\": true")).json().path("subscribers").path(0).path("events").asLong();
        var id = start(", \"rate\": " + (events / 4 + 1));
        eventually().until(() -> show(id).path("applied").asLong() > 0);

        Running.hub().kill();
        Running.hub().launch();
        Running.hub().awaitReady();

        var replay = ended(id);
        assertThat(replay.path("status").asText()).isEqualTo("DONE");
        assertThat(replay.path("applied").asLong() + replay.path("skipped").asLong() + replay.path("parked").asLong()).isEqualTo(replay.path("events").asLong()).isPositive();
    }

    @Test
    void a_model_of_dropped_events_is_not_cleared() {
        database.sql("insert into hub.dropped_event_type (type) values ('stickers.stickerRemovedFromUser.v1')").update();
        try {
            var answer = operator.post("/ops/replays", REBUILD.formatted(""));
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("type").asText()).isEqualTo("urn:hub:problem:events-dropped");
        } finally {
            database.sql("delete from hub.dropped_event_type").update();
        }
    }

    /** What a check of the hub's health says; empty where it is well. */
    private String health(String check) {
        var checks = operator.get("/observe/health/ready").json().path("checks");
        return StreamSupport.stream(checks.spliterator(), false).filter(one -> one.path("name").asText().equals(check)).findFirst().orElseThrow().path("detail").asText();
    }

    private void giveAndTake(List<String> accounts, AtomicBoolean over) {
        for (int n = 0; !over.get(); n++) {
            var stickers = "/api/award/v1/users/" + accounts.get(n % accounts.size()) + "/stickers";
            if (admin.post(stickers, "{\"stickerId\": \"cloud-hero\"}").status() == 409) {
                admin.delete(stickers + "/cloud-hero");
            }
        }
    }

    private long lastOf(String account) {
        return database.count("select max(position) from hub.event_log where subject = ?", account);
    }

    private String start(String more) {
        var answer = operator.post("/ops/replays", REBUILD.formatted(more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private JsonNode ended(String id) {
        eventually().until(() -> show(id).has("endedAt"));
        return show(id);
    }

    private JsonNode show(String id) {
        return operator.get("/ops/replays/" + id).json();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
