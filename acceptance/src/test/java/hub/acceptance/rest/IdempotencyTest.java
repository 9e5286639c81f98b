package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final String BODY = "{\"stickerId\": \"welcome\"}";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));
    private final String user = Made.id("u");
    private final String path = "/api/award/v1/users/" + user + "/stickers";
    private final String key = Made.id("key");

    @Test
    void fifty_parallel_requests_with_one_key_get_the_same_answer() {
        var replies = Call.parallel(50, () -> admin.with("Idempotency-Key", key).post(path, BODY));

        assertThat(replies).extracting(Answer::status).containsOnly(201);
        assertThat(replies).extracting(Answer::body).containsOnly(replies.get(0).body());
        assertThat(Made.events("stickers.stickerAssignedToUser.v1", user)).isEqualTo(1);
    }

    @Test
    void fifty_parallel_registrations_with_one_key_make_one_account() {
        var registration = Made.registration(Made.email(), Made.PASSWORD);

        var replies = Call.parallel(50, () -> Call.hub().with("Idempotency-Key", key).post("/api/users/v1/register", registration));

        assertThat(replies).extracting(Answer::status).containsOnly(201);
        assertThat(replies).extracting(reply -> reply.json().path("accountId").asText()).containsOnly(replies.get(0).json().path("accountId").asText());
    }

    @Test
    void same_key_with_another_body_is_refused() {
        admin.with("Idempotency-Key", key).post(path, BODY);

        var reply = admin.with("Idempotency-Key", key).post(path, "{\"stickerId\": \"cloud-hero\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void refusal_is_kept_too() {
        var unknown = "{\"stickerId\": \"" + Made.id("sticker") + "\"}";
        var first = admin.with("Idempotency-Key", key).post(path, unknown);

        assertThat(first.status()).isEqualTo(422);
        assertThat(admin.with("Idempotency-Key", key).post(path, unknown).body()).isEqualTo(first.body());
    }

    @Test
    void refusal_of_a_body_that_breaks_the_contract_is_kept_too() {
        var first = admin.with("Idempotency-Key", key).post(path, "{}");

        assertThat(first.status()).isEqualTo(400);
        assertThat(admin.with("Idempotency-Key", key).post(path, "{}").body()).isEqualTo(first.body());
        assertThat(admin.with("Idempotency-Key", key).post(path, BODY).status()).isEqualTo(422);
    }

    @Test
    void answer_is_given_again_after_the_state_has_changed() {
        var first = admin.with("Idempotency-Key", key).post(path, BODY);
        admin.delete(path + "/welcome");

        assertThat(admin.with("Idempotency-Key", key).post(path, BODY).body()).isEqualTo(first.body());
        assertThat(admin.get(path).json().path("stickers")).isEmpty();
    }

    @Test
    void key_belongs_to_its_caller_and_path() {
        var other = Call.hub().as(Running.world().token("other-root", "admin"));
        admin.with("Idempotency-Key", key).post(path, BODY);

        assertThat(other.with("Idempotency-Key", key).post(path, BODY).status()).isEqualTo(409);
        assertThat(admin.with("Idempotency-Key", key).post("/api/award/v1/users/" + Made.id("u") + "/stickers", BODY).status()).isEqualTo(201);
    }

    @Test
    void all_callers_of_a_registration_are_one() {
        var registration = Made.registration(Made.email(), Made.PASSWORD);
        var first = Call.hub().with("Idempotency-Key", key).post("/api/users/v1/register", registration);

        var again = Call.hub().as(Running.world().token("somebody", "user")).with("Idempotency-Key", key).post("/api/users/v1/register", registration);

        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void kept_registration_shows_nothing_of_the_password() {
        Call.hub().with("Idempotency-Key", key).post("/api/users/v1/register", Made.registration(Made.email(), "Very-Secret-99"));

        assertThat(Made.database().sql("select i::text from rest.idempotency i where key = ?", key).query(String.class).single())
                .doesNotContain("Very-Secret-99");
    }

    @Test
    void key_that_is_empty_or_too_long_is_refused() {
        assertThat(admin.with("Idempotency-Key", "k".repeat(201)).post(path, BODY).status()).isEqualTo(400);
        assertThat(admin.with("Idempotency-Key", "").post(path, BODY).status()).isEqualTo(400);
    }
}
