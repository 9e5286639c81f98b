package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Hub;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a hub of its own, whose limits are tight. */
class LimitTest {

    private static Hub tight;

    @BeforeAll
    static void start() {
        tight = Running.world().startHub(Map.of(
                "rest.rate-limit.registration.per-address", "2",
                "rest.idempotency.retention", "2s",
                "rest.idempotency.purge-every", "200"));
    }

    @AfterAll
    static void stop() {
        tight.stop();
    }

    @Test
    void registrations_over_the_limit_are_told_when_to_come_again() {
        var replies = Call.parallel(20, () -> Call.to(tight.httpUrl()).post("/api/users/v1/register", "{}"));

        assertThat(replies).extracting(Answer::status).containsOnly(400, 429);
        var refused = replies.stream().filter(reply -> reply.status() == 429).findFirst().orElseThrow();
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    }

    @Test
    void answer_is_forgotten_after_its_retention() {
        var admin = Call.to(tight.httpUrl()).as(Running.world().token("root", "admin"));
        var path = "/api/award/v1/users/" + Made.id("u") + "/stickers";
        var key = Made.id("key");
        var body = "{\"stickerId\": \"welcome\"}";
        assertThat(admin.with("Idempotency-Key", key).post(path, body).status()).isEqualTo(201);
        assertThat(admin.with("Idempotency-Key", key).post(path, body).status()).isEqualTo(201);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(Made.database().count("select count(*) from rest.idempotency where key = ?", key)).isZero());
        assertThat(admin.with("Idempotency-Key", key).post(path, body).status()).isEqualTo(409);
    }
}
