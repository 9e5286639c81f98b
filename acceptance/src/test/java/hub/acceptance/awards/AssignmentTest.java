package hub.acceptance.awards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {

    private static final String MAIN = "/api/award/v1/users/%s/stickers";
    private static final String ALIAS = "/api/awards/v1/assignments/%s";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));
    private final String user = Made.id("u");

    @ParameterizedTest
    @ValueSource(strings = {MAIN, ALIAS})
    void sticker_is_assigned_listed_and_removed(String paths) {
        var path = paths.formatted(user);

        var assigned = admin.post(path, "{\"stickerId\": \"welcome\", \"reason\": \"for being here\"}");
        assertThat(assigned.status()).isEqualTo(201);
        assertThat(assigned.json().path("userId").asText()).isEqualTo(user);
        assertThat(assigned.json().path("stickerId").asText()).isEqualTo("welcome");
        assertThat(Instant.parse(assigned.json().path("assignedAt").asText())).isBeforeOrEqualTo(Instant.now().plusSeconds(1));

        var listed = admin.get(path).json();
        assertThat(listed.path("userId").asText()).isEqualTo(user);
        assertThat(listed.at("/stickers/0/stickerId").asText()).isEqualTo("welcome");
        assertThat(listed.at("/stickers/0/assignedAt").asText()).isEqualTo(assigned.json().path("assignedAt").asText());
        assertThat(listed.at("/stickers/0/reason").asText()).isEqualTo("for being here");

        var removed = admin.delete(path + "/welcome");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.json().path("userId").asText()).isEqualTo(user);
        assertThat(removed.json().path("removedAt").asText()).isNotBlank();
        assertThat(admin.get(path).json().path("stickers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {MAIN, ALIAS})
    void unknown_sticker_is_refused(String paths) {
        var reply = admin.post(paths.formatted(user), "{\"stickerId\": \"" + Made.id("sticker") + "\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("unknown-sticker");
    }

    @Test
    void sticker_that_the_user_has_is_refused_on_either_path() {
        admin.post(MAIN.formatted(user), "{\"stickerId\": \"welcome\"}");

        var reply = admin.post(ALIAS.formatted(user), "{\"stickerId\": \"welcome\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("already-assigned");
    }

    @Test
    void reason_may_have_five_hundred_characters_and_no_more() {
        assertThat(admin.post(MAIN.formatted(user), body("welcome", "a".repeat(501))).status()).isEqualTo(400);
        assertThat(admin.post(MAIN.formatted(user), body("welcome", "ä".repeat(500))).status()).isEqualTo(201);
    }

    @Test
    void reason_may_be_null_or_absent_and_is_not_listed_then() {
        assertThat(admin.post(MAIN.formatted(user), "{\"stickerId\": \"welcome\", \"reason\": null}").status()).isEqualTo(201);

        assertThat(admin.get(MAIN.formatted(user)).json().at("/stickers/0").has("reason")).isFalse();
    }

    @Test
    void removing_what_is_not_assigned_finds_nothing() {
        var reply = admin.delete(MAIN.formatted(user) + "/welcome");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-assigned");
    }

    @Test
    void removed_sticker_can_be_assigned_again_and_its_history_stays() {
        var path = MAIN.formatted(user);
        admin.post(path, "{\"stickerId\": \"welcome\"}");
        admin.delete(path + "/welcome");

        assertThat(admin.post(path, "{\"stickerId\": \"welcome\"}").status()).isEqualTo(201);
        assertThat(rows()).isEqualTo(2);
        assertThat(Made.events("stickers.stickerAssignedToUser.v1", user)).isEqualTo(2);
        assertThat(Made.events("stickers.stickerRemovedFromUser.v1", user)).isEqualTo(1);
    }

    @Test
    void stickers_are_listed_newest_first() {
        var path = MAIN.formatted(user);
        admin.post(path, "{\"stickerId\": \"welcome\"}");
        admin.post(path, "{\"stickerId\": \"cloud-hero\"}");
        admin.post(path, "{\"stickerId\": \"cloud-architect\"}");

        assertThat(admin.get(path).json().path("stickers").findValuesAsText("stickerId")).containsExactly("cloud-architect", "cloud-hero", "welcome");
    }

    @Test
    void user_sees_the_own_list_and_no_other() {
        var self = Call.hub().as(Running.world().token(user, "user"));

        assertThat(self.get(MAIN.formatted(user)).status()).isEqualTo(200);
        assertThat(self.get(MAIN.formatted(Made.id("u"))).status()).isEqualTo(403);
    }

    @Test
    void list_of_nobody_is_empty() {
        JsonNode list = admin.get(MAIN.formatted(user)).json();

        assertThat(list.path("userId").asText()).isEqualTo(user);
        assertThat(list.path("stickers").isArray()).isTrue();
        assertThat(list.path("stickers")).isEmpty();
    }

    @Test
    void fifty_identical_parallel_posts_make_one_assignment_and_one_event() {
        var replies = Call.parallel(50, () -> admin.post(MAIN.formatted(user), "{\"stickerId\": \"welcome\"}"));

        assertThat(replies).extracting(Answer::status).containsOnly(201, 409);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(rows()).isEqualTo(1);
        assertThat(Made.events("stickers.stickerAssignedToUser.v1", user)).isEqualTo(1);
    }

    @Test
    void refused_assignment_leaves_no_event() {
        admin.post(MAIN.formatted(user), "{\"stickerId\": \"" + Made.id("sticker") + "\"}");

        assertThat(Made.events("stickers.stickerAssignedToUser.v1", user)).isZero();
    }

    private long rows() {
        return Made.database().count("select count(*) from awards.assignment where user_id = ?", user);
    }

    private static String body(String sticker, String reason) {
        return "{\"stickerId\": \"%s\", \"reason\": \"%s\"}".formatted(sticker, reason);
    }
}
