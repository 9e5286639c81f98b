package hub.acceptance.console;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Hub;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import hub.operations.console.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions at the operations port. */
class LogInTest {

    private static final String UNKNOWN = "/ops/failures/00000000-0000-0000-0000-000000000000/retry";
    private final Hub hub = Running.hub();

    @Test
    void the_right_password_opens_a_session_that_says_who_it_is_until_it_is_ended() {
        var operator = LoggedIn.as(hub, "operator");

        assertThat(operator.get("/ops/login").json()).isEqualTo(Json.read("""
                {"user": "operator", "roles": ["operator"]}"""));
        assertThat(operator.call("DELETE", "/ops/login", null).status()).isEqualTo(204);
        assertThat(operator.get("/ops/login").status()).isEqualTo(401);
    }

    @Test
    void the_cookie_is_for_requests_of_this_hubs_own_pages_alone() {
        var cookie = LoggedIn.attempt(hub, "viewer", LoggedIn.password(hub, "viewer")).header("Set-Cookie");

        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict", "Path=/").doesNotContain("Secure");
        assertThat(cookie).as("browsers send the cookies of all ports of a host").startsWith("hub-ops-" + hub.opsUrl().replaceFirst(".*:", "") + "=");
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words() {
        var wrong = LoggedIn.attempt(hub, "viewer", LoggedIn.WRONG);
        var unknown = LoggedIn.attempt(hub, Made.id("nobody"), LoggedIn.WRONG);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.problem()).isEqualTo("unauthorized");
        assertThat(wrong.header("Set-Cookie")).isNull();
        assertThat(unknown.body().replace(unknown.header("X-Correlation-Id"), "")).isEqualTo(wrong.body().replace(wrong.header("X-Correlation-Id"), ""));
    }

    @Test
    void what_is_no_log_in_is_refused() {
        assertThat(Http.post(hub.opsUrl() + "/ops/login", "{").status()).isEqualTo(400);
        assertThat(Http.post(hub.opsUrl() + "/ops/login", "").status()).isEqualTo(400);
        assertThat(Http.post(hub.opsUrl() + "/ops/login", "{\"username\": 1, \"password\": null}").status()).isEqualTo(400);
        assertThat(Http.post(hub.opsUrl() + "/ops/login", "{\"username\": \"" + "a".repeat(5_000) + "\"}").status()).isEqualTo(413);
        assertThat(Http.post(hub.opsUrl() + "/ops/login", "username=operator", "Content-Type", "application/x-www-form-urlencoded").status()).isEqualTo(415);
        assertThat(Http.call("PUT", hub.opsUrl() + "/ops/login", "{}").status()).isEqualTo(401);
    }

    @Test
    void guessing_is_slowed_down_for_the_name_that_is_guessed_at() {
        var name = Made.id("guessed");
        for (int i = 0; i < 5; i++) {
            assertThat(LoggedIn.attempt(hub, name, LoggedIn.WRONG).status()).isEqualTo(401);
        }

        var refused = LoggedIn.attempt(hub, name, LoggedIn.WRONG);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 11);
        assertThat(LoggedIn.attempt(hub, "operator", LoggedIn.password(hub, "operator")).status()).isEqualTo(200);
    }

    @Test
    void a_session_is_as_good_as_a_token_a_viewer_reads_and_an_operator_acts() {
        var viewer = LoggedIn.as(hub, "viewer");
        var operator = LoggedIn.as(hub, "operator");

        assertThat(viewer.get("/ops/failures").status()).isEqualTo(200);
        assertThat(viewer.post(UNKNOWN, "").status()).isEqualTo(403);
        assertThat(operator.get("/ops/failures").status()).isEqualTo(200);
        assertThat(operator.post(UNKNOWN, "").status()).isEqualTo(404);
    }

    @Test
    void who_acts_by_a_session_is_in_the_audit_by_name() {
        var operator = LoggedIn.as(hub, "operator");
        var schedule = operator.get("/ops/schedules").json().path("items").get(0).path("name").asText();

        assertThat(operator.post("/ops/schedules/" + schedule + "/resume", "").status()).isEqualTo(200);

        assertThat(operator.get("/ops/audit?operator=operator&action=schedules.resume&target=" + schedule).json().path("items").get(0).path("via").asText()).isEqualTo("http");
    }

    @Test
    void no_page_of_another_origin_acts_by_a_session_not_even_of_another_port() {
        var operator = LoggedIn.as(hub, "operator");

        assertThat(operator.post(UNKNOWN, "", "Sec-Fetch-Site", "cross-site").problem()).isEqualTo("foreign-origin");
        assertThat(operator.post(UNKNOWN, "", "Sec-Fetch-Site", "same-site").problem()).isEqualTo("foreign-origin");
        assertThat(operator.post(UNKNOWN, "", "Origin", "http://127.0.0.1:1").problem()).isEqualTo("foreign-origin");
        assertThat(operator.post(UNKNOWN, "", "Origin", "null").problem()).isEqualTo("foreign-origin");
        assertThat(LoggedIn.attempt(hub, "operator", LoggedIn.password(hub, "operator"), "Origin", "http://evil.example").problem()).isEqualTo("foreign-origin");
        assertThat(operator.post(UNKNOWN, "", "Sec-Fetch-Site", "same-origin").status()).isEqualTo(404);
        assertThat(operator.post(UNKNOWN, "", "Origin", hub.opsUrl()).status()).isEqualTo(404);
    }

    @Test
    void a_session_id_that_somebody_made_up_is_not_taken_up_by_the_log_in() {
        var name = LoggedIn.as(hub, "viewer").cookie().split("=")[0];
        var madeUp = name + "=" + "a".repeat(64);

        var answer = LoggedIn.attempt(hub, "operator", LoggedIn.password(hub, "operator"), "Cookie", madeUp);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(LoggedIn.cookie(answer)).isNotEqualTo(madeUp);
        assertThat(new LoggedIn(hub, madeUp).get("/ops/login").status()).isEqualTo(401);
    }

    @Test
    void logging_in_anew_gives_another_id_and_ends_the_one_before() {
        var first = LoggedIn.as(hub, "viewer");

        var again = LoggedIn.attempt(hub, "operator", LoggedIn.password(hub, "operator"), "Cookie", first.cookie());

        assertThat(new LoggedIn(hub, LoggedIn.cookie(again)).get("/ops/login").json().path("user").asText()).isEqualTo("operator");
        assertThat(first.get("/ops/login").status()).isEqualTo(401);
    }

    @Test
    void whose_password_is_changed_or_who_is_taken_away_is_logged_in_no_more() {
        var users = new Users(hub.world().data());
        var name = Made.id("ada");
        var viewer = new LoggedIn(hub, LoggedIn.cookie(LoggedIn.attempt(hub, name, users.put(name, "viewer"))));
        assertThat(viewer.get("/ops/failures").status()).isEqualTo(200);

        var password = users.put(name, "operator");
        assertThat(viewer.get("/ops/failures").status()).isEqualTo(401);

        var operator = new LoggedIn(hub, LoggedIn.cookie(LoggedIn.attempt(hub, name, password)));
        assertThat(operator.get("/ops/login").json().path("roles").get(0).asText()).isEqualTo("operator");
        users.remove(name);
        assertThat(operator.get("/ops/login").status()).isEqualTo(401);
    }

    @Test
    void who_asks_without_a_session_is_given_none() {
        assertThat(Http.get(hub.opsUrl() + "/ops/login").status()).isEqualTo(401);
        assertThat(Http.get(hub.opsUrl() + "/ops/failures").header("Set-Cookie")).isNull();
        assertThat(Http.get(hub.opsUrl() + "/observe/health/live").header("Set-Cookie")).isNull();
    }

    @Test
    void the_first_passwords_are_for_their_owner_alone_and_not_in_the_log() throws IOException {
        var file = hub.world().data().resolve("first-passwords");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(hub.log()).doesNotContain(LoggedIn.password(hub, "operator")).doesNotContain(LoggedIn.password(hub, "viewer")).contains("first-passwords");
    }

    @Test
    void a_token_says_who_it_speaks_for_as_well() {
        var token = hub.world().token("grace", "viewer");

        assertThat(Http.get(hub.opsUrl() + "/ops/login", "Authorization", "Bearer " + token).json()).isEqualTo(Json.MAPPER.valueToTree(Map.of("user", "grace", "roles", new String[] {"viewer"})));
    }
}
