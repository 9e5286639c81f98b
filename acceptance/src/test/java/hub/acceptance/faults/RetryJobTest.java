package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Retries of many failures at once: what is selected, in which order it is tried, at which pace, and what becomes of it when the hub dies. */
@ExtendWith(Troubled.Shared.class)
class RetryJobTest {

    private final Troubled hub;
    private final String prefix = "many-" + UUID.randomUUID() + "-";
    private final String id = UUID.randomUUID().toString();
    private final String operator;
    private String since;

    RetryJobTest(Troubled hub) {
        this.hub = hub;
        this.operator = "Bearer " + hub.world.token("olga", "operator");
    }

    @AfterEach
    void calm() {
        hub.stage.calm(Troubled.LOCAL);
        hub.database.sql("select id::text from hub.failure where subscriber = ? and status = 'HELD'", Troubled.LOCAL).query(String.class).list().forEach(hub::retry);
        eventually().until(() -> open() == 0);
    }

    @Test
    void lanes_are_retried_from_their_heads_in_order_and_what_fails_again_has_had_its_turn() {
        held(4, 3);
        hub.stage.calm(Troubled.LOCAL);
        hub.stage.upset(Troubled.LOCAL, prefix + 0, 1, "throw");
        int before = attempts(prefix + 0);

        var counted = order("\"dryRun\": true, " + filter()).json();
        assertThat(counted.path("total").asInt()).isEqualTo(12);
        assertThat(counted.path("heads").asInt()).isEqualTo(4);
        assertThat(counted.path("behind").asInt()).isEqualTo(8);
        assertThat(counted.path("stranded").asInt()).isZero();
        assertThat(counted.path("counts")).extracting(count -> count.path("status").asText() + " " + count.path("count").asInt()).containsExactly("BLOCKED 8", "HELD 4");
        assertThat(hub.database.count("select count(*) from hub.retry_member where job = ?", id)).isZero();

        assertThat(order(filter()).status()).isEqualTo(202);
        var job = ended();

        assertThat(job.path("status").asText()).isEqualTo("DONE");
        assertThat(job.path("resolved").asInt()).isEqualTo(9);
        assertThat(job.path("held").asInt()).isEqualTo(1);
        assertThat(job.path("blocked").asInt()).isEqualTo(2);
        assertThat(attempts(prefix + 0)).isEqualTo(before + 1);
        for (int i = 1; i < 4; i++) {
            assertThat(hub.stage.effects(Troubled.LOCAL, prefix + i)).containsExactly(1, 2, 3);
        }
        var heldAgain = get("/members?state=HELD").path("items");
        assertThat(heldAgain).hasSize(1);
        assertThat(heldAgain.path(0).path("reason").asText()).isEqualTo("told to fail");
        assertThat(get("/members?limit=10").path("items")).hasSize(10);
        assertThat(get("/members?limit=10&next=10").path("items")).hasSize(2);
    }

    @Test
    void a_batch_of_one_gets_on_where_the_head_of_a_lane_is_younger_than_what_is_behind_it() {
        held(1, 3);
        hub.database.sql("update hub.failure set created_at = created_at + interval '1 minute' where subject = ? and status = 'HELD'", prefix + 0).update();
        var ids = hub.database.sql("select id::text from hub.failure where subject = ? order by created_at", prefix + 0).query(String.class).list();
        hub.stage.calm(Troubled.LOCAL);

        assertThat(order("\"batchSize\": 1, \"ids\": [\"" + String.join("\", \"", ids) + "\"]").status()).isEqualTo(202);

        assertThat(ended().path("resolved").asInt()).isEqualTo(3);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, prefix);
    }

    @Test
    void what_waits_behind_a_failure_that_is_not_selected_stays_where_it_is() {
        held(1, 2);
        var blocked = filter().replace("{", "{\"status\": \"BLOCKED\", ");
        assertThat(order("\"dryRun\": true, " + blocked).json().path("stranded").asInt()).isEqualTo(1);

        order(blocked);

        assertThat(ended().path("blocked").asInt()).isEqualTo(1);
        assertThat(get("/members").path("items").path(0).path("headId").asText())
                .isEqualTo(hub.database.sql("select id::text from hub.failure where subject = ? and status = 'HELD'", prefix + 0).query(String.class).single());
    }

    @Test
    void a_paused_job_makes_nothing_due_and_goes_on_at_its_pace_after_the_hub_was_killed() {
        held(8, 1);
        hub.stage.calm(Troubled.LOCAL);
        order("\"rate\": 2, " + filter());
        eventually().until(() -> get("").path("resolved").asInt() >= 2);

        assertThat(act("pause").status()).isEqualTo(202);
        eventually().until(() -> hub.database.count("select count(*) from hub.job where id = ? and owner is not null", id) == 0);
        long due = madeDue();
        assertThat(due).isLessThan(8);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> madeDue() == due);
        assertThat(act("resume").status()).isEqualTo(202);
        eventually().until(() -> madeDue() > due);
        hub.hub.kill();
        hub.hub.start();

        assertThat(ended().path("resolved").asInt()).isEqualTo(8);
        assertThat(act("resume").status()).isEqualTo(409);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, prefix);
        assertThat(hub.database.count("""
                select max(n) from (select count(*) over (order by released_at range between interval '1 second' preceding and current row) as n
                                      from hub.retry_member where job = ?) paced""", id)).as("made due within a second").isLessThanOrEqualTo(2);
    }

    @Test
    void a_cancelled_job_leaves_the_rest_as_it_is() {
        held(5, 1);
        hub.stage.calm(Troubled.LOCAL);
        order("\"rate\": 1, " + filter());
        eventually().until(() -> madeDue() > 0);

        assertThat(act("cancel").status()).isEqualTo(202);

        var job = ended();
        assertThat(job.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(open()).isPositive();
        assertThat(get("/members?state=PENDING").path("items")).allSatisfy(member -> assertThat(member.path("failureStatus").asText()).isEqualTo("HELD"));
    }

    @Test
    void the_same_order_is_the_same_job_whatever_has_failed_since_and_another_finds_the_id_taken() {
        held(1, 1);
        hub.stage.calm(Troubled.LOCAL);
        var filter = filter();
        order(filter);
        ended();
        held(1, 1, prefix + "later-");

        var again = order(filter);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("total").asInt()).isEqualTo(1);
        assertThat(order("\"rate\": 7, " + filter).problem()).isEqualTo("job-id-taken");
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void an_order_that_cannot_be_meant_is_refused() {
        assertThat(order("\"filter\": {\"status\": \"RESOLVED\"}").status()).isEqualTo(400);
        assertThat(order("\"filter\": {\"subscriber\": \"x\"}, \"ids\": []").status()).isEqualTo(400);
        assertThat(order("\"filtre\": {}").status()).isEqualTo(400);
        assertThat(order("\"rate\": 0, \"filter\": {}").status()).isEqualTo(400);
        assertThat(post("/ops/retry-jobs", "{\"filter\": {}}").status()).as("without an id").isEqualTo(400);
        held(1, 1);
        var known = hub.database.sql("select id::text from hub.failure where subject = ?", prefix + 0).query(String.class).single();
        assertThat(order("\"ids\": [\"" + known + "\", \"" + UUID.randomUUID() + "\"]").problem()).isEqualTo("unknown-failures");
        var many = Stream.generate(() -> "\"" + UUID.randomUUID() + "\"").limit(20_000).collect(Collectors.joining(","));
        assertThat(order("\"ids\": [" + many + "]").problem()).as("not for its size").isEqualTo("unknown-failures");
        assertThat(get("").path("status").asInt()).isEqualTo(404);
    }

    /** Lets the first event of each subject fail until it is held, with the others behind it. */
    private void held(int subjects, int eventsEach) {
        held(subjects, eventsEach, prefix);
    }

    private void held(int subjects, int eventsEach, String subject) {
        since = since == null ? Instant.now().minusMillis(1).toString() : since;
        long before = open();
        for (int i = 0; i < subjects; i++) {
            hub.stage.upset(Troubled.LOCAL, subject + i, 1, "throw");
            hub.traffic.write(subject + i, eventsEach);
        }
        eventually().until(() -> open() == before + (long) subjects * eventsEach && count("HELD") == before + subjects);
    }

    /** All failures of the subscriber since the test began. */
    private String filter() {
        return "\"filter\": {\"subscriber\": \"" + Troubled.LOCAL + "\", \"from\": \"" + since + "\"}";
    }

    private long open() {
        return hub.database.count("select count(*) from hub.failure where subscriber = ? and hub.is_open(status)", Troubled.LOCAL);
    }

    private long count(String status) {
        return hub.database.count("select count(*) from hub.failure where subscriber = ? and status = ?", Troubled.LOCAL, status);
    }

    private int attempts(String subject) {
        return (int) hub.database.count("select attempts from hub.failure where subscriber = ? and subject = ? order by position limit 1", Troubled.LOCAL, subject);
    }

    private long madeDue() {
        return hub.database.count("select count(*) from hub.retry_member where job = ? and released_at is not null", id);
    }

    private JsonNode ended() {
        eventually().until(() -> get("").has("endedAt"));
        return get("");
    }

    private Answer order(String members) {
        return post("/ops/retry-jobs", "{\"id\": \"" + id + "\", " + members + "}");
    }

    private Answer act(String act) {
        return post("/ops/retry-jobs/" + id + "/" + act, "");
    }

    private Answer post(String path, String body) {
        return Http.post(hub.hub.opsUrl() + path, body, "Authorization", operator);
    }

    private JsonNode get(String below) {
        return Http.get(hub.hub.opsUrl() + "/ops/retry-jobs/" + id + below, "Authorization", operator).json();
    }
}
