package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final String STICKERS_OF_A_USER = "/api/award/v1/users/u-1/stickers";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));

    @Test
    void unknown_path_of_a_contract_is_not_found() {
        isProblem(Call.hub().get("/api/users/v1/nothing"), 404, "not-found");
        isProblem(Call.hub().post("/api/award/v1/nothing", "{\"secret\": 1}"), 404, "not-found");
    }

    @Test
    void unknown_path_outside_every_contract_is_not_found() {
        isProblem(Call.hub().get("/"), 404, "not-found");
        isProblem(Call.hub().get("/api/users/v2/details"), 404, "not-found");
    }

    @Test
    void wrong_method_is_told_which_are_allowed() {
        var reply = Call.hub().send("PATCH", STICKERS_OF_A_USER, "{}");

        isProblem(reply, 405, "method-not-allowed");
        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
        assertThat(Call.hub().send("OPTIONS", STICKERS_OF_A_USER, null).header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void body_of_another_media_type_is_refused() {
        isProblem(admin.with("Content-Type", "text/plain").post(STICKERS_OF_A_USER, "{\"stickerId\": \"welcome\"}"), 415, "unsupported-media-type");
        isProblem(admin.with("Content-Type", "application/x-www-form-urlencoded").post(STICKERS_OF_A_USER, "stickerId=welcome"), 415, "unsupported-media-type");
    }

    @Test
    void empty_body_that_may_be_left_out_is_of_no_media_type() {
        var selections = "/api/registration/v1/campaigns/" + Made.id("none") + "/markets/la/selections";
        var manager = Call.hub().as(Running.world().token("mia", "campaign-manager"));

        for (var type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json; charset=latin1")) {
            isProblem(manager.with("Content-Type", type).post(selections, ""), 404, "unknown-campaign");
            isProblem(manager.with("Content-Type", type).post(selections, "{}"), 415, "unsupported-media-type");
        }
    }

    @Test
    void body_over_a_mebibyte_is_refused() {
        isProblem(admin.post(STICKERS_OF_A_USER, "\"" + "a".repeat(1024 * 1024) + "\""), 413, "body-too-large");
    }

    @Test
    void body_that_is_no_json_is_refused() {
        isProblem(admin.post(STICKERS_OF_A_USER, "{bad"), 400, "malformed-json");
        isProblem(admin.post(STICKERS_OF_A_USER, "{\"stickerId\": \"a\", \"stickerId\": \"b\"}"), 400, "malformed-json");
    }

    @Test
    void body_that_does_not_fit_the_contract_is_told_where() {
        var reply = admin.post(STICKERS_OF_A_USER, "{\"stickerId\": 7}");

        isProblem(reply, 400, "invalid-request");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/stickerId");
    }

    @Test
    void missing_body_and_unknown_members_are_refused() {
        isProblem(admin.send("POST", STICKERS_OF_A_USER, null), 400, "invalid-request");
        isProblem(admin.post(STICKERS_OF_A_USER, "{\"stickerId\": \"welcome\", \"more\": 1}"), 400, "invalid-request");
    }

    @Test
    void characters_that_no_store_keeps_are_refused() {
        isProblem(admin.post(STICKERS_OF_A_USER, "{\"stickerId\": \"wel\\u0000come\"}"), 400, "invalid-request");
        isProblem(admin.post(STICKERS_OF_A_USER, "{\"stickerId\": \"wel\\ud800come\"}"), 400, "invalid-request");
        isProblem(admin.get("/api/award/v1/users/a%00b/stickers"), 400, "invalid-request");
    }

    @Test
    void correlation_id_of_the_caller_is_kept() {
        var reply = Call.hub().with("X-Correlation-Id", "order-66").get("/api/stickers/v1/nothing");

        assertThat(reply.header("X-Correlation-Id")).isEqualTo("order-66");
        assertThat(reply.json().path("instance").asText()).isEqualTo("order-66");
    }

    @Test
    void correlation_id_is_made_when_absent_or_unusable() {
        assertThat(Call.hub().get("/api/stickers/v1").header("X-Correlation-Id")).isNotBlank();
        assertThat(Call.hub().with("X-Correlation-Id", "x".repeat(300)).get("/api/stickers/v1").header("X-Correlation-Id")).hasSizeLessThan(129);
        assertThat(Call.hub().get("/nothing").header("X-Correlation-Id")).isNotBlank();
    }

    @Test
    void correlation_id_and_trace_reach_the_event() {
        var user = Made.id("u");
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        admin.with("X-Correlation-Id", user).with("traceparent", trace).post("/api/award/v1/users/" + user + "/stickers", "{\"stickerId\": \"welcome\"}");

        var envelope = Made.database().sql("select envelope from hub.event_log where subject = ?", user).query(String.class).single();
        assertThat(envelope).contains("\"correlationid\":\"" + user + "\"", "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void events_of_one_request_name_an_id_of_their_own_as_the_command_that_caused_them() {
        var user = Made.id("u");
        admin.post("/api/award/v1/users/" + user + "/stickers", "{\"stickerId\": \"welcome\"}");
        admin.send("DELETE", "/api/award/v1/users/" + user + "/stickers/welcome", null);

        var causes = Made.database().sql("select envelope::jsonb ->> 'causationid' from hub.event_log where subject = ?", user).query(String.class).list();
        assertThat(causes).hasSize(2).doesNotHaveDuplicates().allSatisfy(cause -> assertThat(UUID.fromString(cause)).isNotNull());
    }

    @Test
    void request_headers_and_parameters_are_never_echoed() {
        var reply = admin.with("X-Secret", "s3cret").get(STICKERS_OF_A_USER + "?X-Query=q");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().map().keySet()).containsExactlyInAnyOrder("content-type", "content-length", "x-correlation-id");
        assertThat(Call.hub().with("X-Secret", "s3cret").get("/api/users/v1/nothing").headers().map()).doesNotContainKey("x-secret");
    }

    @Test
    void contract_is_published_beside_its_paths() {
        assertThat(Call.hub().get("/api/users/v1/openapi").body()).startsWith("openapi:");
    }

    private static void isProblem(Answer reply, int status, String name) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.problem()).isEqualTo(name);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("title").asText()).isNotBlank();
        assertThat(reply.json().path("detail").asText()).isNotBlank();
        assertThat(reply.json().path("instance").asText()).isEqualTo(reply.header("X-Correlation-Id"));
    }
}
