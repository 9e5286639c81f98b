package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow map of a hub that runs: what is drawn, what is counted, and how the page is served. */
class MapTest {

    private static final String OPS = Running.hub().opsUrl();
    private static final String VIEWER = "Bearer " + Running.world().token("vera", "viewer");
    private static final String ADMIN = "Bearer " + Running.world().token("boss", "admin");

    @Test
    void map_has_every_context_with_its_flows_and_the_links_between_them() {
        var map = get("/ops/map");

        var contexts = new TreeSet<String>();
        map.path("flows").forEach(flow -> contexts.add(flow.path("context").asText()));
        assertThat(contexts).containsExactly("awards", "pipeline", "platform", "registration", "users");
        assertThat(map.path("links")).extracting(link -> link.path("from").asText() + " > " + link.path("to").asText())
                .contains("awards/assign-sticker > event:stickers.stickerAssignedToUser.v1", "event:stickers.stickerAssignedToUser.v1 > users/count-assigned-stickers",
                        "rest:POST /api/users/v1/register > users/register", "queue:dataQueue > pipeline/fan-out", "registration/call-with-items > partner:entry", "platform/send-alerts > partner:paging");
        assertThat(map.path("flows")).filteredOn(flow -> flow.path("id").asText().equals("users/count-assigned-stickers")).first()
                .satisfies(flow -> assertThat(flow.at("/subscribers/0/name").asText()).isEqualTo("users-assigned-stickers"));
    }

    @Test
    void state_belongs_to_the_map_counts_what_is_done_and_is_of_this_second() {
        long before = state().at("/routes/register/exchanges").asLong();

        Made.account();

        await().atMost(20, SECONDS).untilAsserted(() -> {
            var state = state();
            assertThat(state.at("/routes/register/exchanges").asLong()).isGreaterThan(before);
            assertThat(state.at("/events/users.userRegistered.v1/published").asLong()).isPositive();
            assertThat(state.at("/subscribers/awards-welcome/applied").asLong()).isPositive();
            assertThat(state.at("/subscribers/awards-welcome").has("waiting")).isTrue();
            assertThat(state.at("/queues/dataQueue").has("waiting")).isTrue();
            assertThat(state.path("stopped")).isEmpty();
            assertThat(state.path("version")).isEqualTo(get("/ops/map").path("version"));
        });
        assertThat(state().at("/health/database").asBoolean()).isTrue();
    }

    @Test
    void open_failures_are_counted_at_their_route() {
        var fan = UUID.randomUUID().toString();
        assertThat(Http.post(Running.hub().httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"welcome\"}", "Authorization", ADMIN).status()).isEqualTo(201);

        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(state().at("/failures/count-assigned-stickers/HELD").asLong()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/map/", "/map/index.html", "/map/app.js", "/map/map.css", "/map/vendor/dagre.js"})
    void page_is_open_and_lets_nothing_in_from_elsewhere(String path) {
        var answer = Http.get(OPS + path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe", "http");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Http.get(OPS + path, "If-None-Match", answer.header("ETag")).status()).isEqualTo(304);
    }

    @Test
    void page_is_found_without_its_last_slash_too() {
        var answer = Http.get(OPS + "/map");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/map/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/map/../log4j2.xml", "/map/%2e%2e/log4j2.xml", "/map/..%2flog4j2.xml", "/map/vendor/", "/map/nothing.js", "/map/vendor/..%5capp.js"})
    void nothing_but_the_files_of_the_page_is_served(String path) {
        assertThat(Http.get(OPS + path).status()).isIn(401, 404);
    }

    private static JsonNode state() {
        return get("/ops/map/state");
    }

    private static JsonNode get(String path) {
        var answer = Http.get(OPS + path, "Authorization", VIEWER);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }
}
