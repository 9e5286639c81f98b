package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of failures and events over HTTP, and does about them. */
class OperationsTest {

    private static final String OPS = Running.hub().opsUrl();
    private static final String ADMIN = bearer("boss", "admin");
    private static final String VIEWER = bearer("vera", "viewer");
    private static final String OPERATOR = bearer("olga", "operator");

    @ParameterizedTest
    @ValueSource(strings = {"/ops/failures", "/ops/failure-groups", "/ops/retry-jobs", "/ops/audit", "/ops/events/e-1", "/ops/traces/case-7", "/ops/catalogue", "/ops/map", "/ops/map/state", "/ops/nothing", "/observe/health", "/"})
    void nothing_but_health_and_metrics_is_shown_without_a_token(String path) {
        assertThat(Http.get(OPS + path).status()).isEqualTo(401);
        assertThat(Http.get(OPS + path, "Authorization", "Bearer made-up").status()).isEqualTo(401);
        assertThat(Http.get(OPS + path, "Authorization", bearer("ada", "user", "admin")).status()).isEqualTo(403);
    }

    @Test
    void health_and_metrics_are_open() {
        assertThat(Http.get(OPS + "/observe/health/live").json().path("status").asText()).isEqualTo("UP");
        assertThat(Http.get(OPS + "/observe/health/ready").json().path("checks")).extracting(check -> check.path("name").asText())
                .contains("database", "artemis", "relay-bus", "relay-stream", "routes");
        assertThat(Http.get(OPS + "/observe/metrics").body()).contains("hub_queue_depth{kind=\"relay\",name=\"bus\"}", "hub_queue_depth{kind=\"artemis\",name=\"users-assigned-stickers\"}");
    }

    @Test
    void viewer_reads_and_may_not_act() {
        var id = parked(UUID.randomUUID().toString(), 1).get(0).path("id").asText();

        var shown = Http.get(OPS + "/ops/failures/" + id, "Authorization", VIEWER);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.header("ETag")).matches("\"[0-9a-f-]+\"");
        assertThat(shown.json().path("code").asText()).isEqualTo("unknown-account");
        assertThat(shown.json().path("payload").asText()).contains("stickers.stickerAssignedToUser.v1");
        assertThat(shown.json().path("behind").asInt()).isZero();
        assertThat(Http.post(OPS + "/ops/failures/" + id + "/retry", "", "Authorization", VIEWER).status()).isEqualTo(403);
    }

    @Test
    void blocked_failure_names_its_head_and_follows_when_the_head_is_discarded() {
        var fan = UUID.randomUUID().toString();
        var rows = parked(fan, 2);
        var blocked = rows.get(0);
        var head = rows.get(1).path("id").asText();
        assertThat(blocked.path("status").asText()).isEqualTo("BLOCKED");
        assertThat(blocked.path("headId").asText()).isEqualTo(head);

        var refused = act(blocked.path("id").asText(), "retry", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("headId").asText()).isEqualTo(head);

        assertThat(act(head, "discard", "{}").status()).isEqualTo(400);
        var discarded = act(head, "discard", "{\"reason\": \"no such fan\"}");
        assertThat(discarded.status()).isEqualTo(200);
        assertThat(discarded.json().path("status").asText()).isEqualTo("DISCARDED");
        assertThat(discarded.json().path("history").path(0).path("who").asText()).isEqualTo("olga");
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(failures(fan).get(0).path("status").asText()).isEqualTo("HELD"));
        assertThat(act(head, "retry", "").status()).isEqualTo(409);
    }

    @Test
    void retried_failure_is_tried_again_at_once() {
        var id = parked(UUID.randomUUID().toString(), 1).get(0).path("id").asText();

        assertThat(act(id, "retry", "").status()).isEqualTo(202);

        await().atMost(20, SECONDS).untilAsserted(() -> {
            var failure = Http.get(OPS + "/ops/failures/" + id, "Authorization", VIEWER).json();
            assertThat(failure.path("attempts").asInt()).isEqualTo(2);
            assertThat(failure.path("status").asText()).isEqualTo("HELD");
        });
    }

    @Test
    void list_is_filtered_and_paged() {
        var fan = UUID.randomUUID().toString();
        parked(fan, 3);

        var first = Http.get(OPS + "/ops/failures?limit=2&subject=" + fan, "Authorization", VIEWER).json();
        var second = Http.get(OPS + "/ops/failures?limit=2&subject=" + fan + "&next=" + first.path("next").asText(), "Authorization", VIEWER).json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.has("next")).isFalse();
        assertThat(Http.get(OPS + "/ops/failures?status=held&subject=" + fan, "Authorization", VIEWER).json().path("items")).hasSize(1);
        assertThat(Http.get(OPS + "/ops/failures?colour=red", "Authorization", VIEWER).status()).isEqualTo(400);
        var everyName = Http.get(OPS + "/ops/failures?status=&flow=&subscriber=&type=&subject=" + fan + "&from=&to=&q=", "Authorization", VIEWER);
        assertThat(everyName.json().path("items")).hasSize(3);
        var event = everyName.json().path("items").path(0).path("eventId").asText();
        assertThat(Http.get(OPS + "/ops/events/" + event + "?source=", "Authorization", VIEWER).status()).isEqualTo(200);
    }

    @Test
    void every_answer_has_the_correlation_id_of_its_request_and_problems_name_it() {
        var refused = Http.get(OPS + "/ops/failures/" + UUID.randomUUID(), "Authorization", VIEWER, "X-Correlation-Id", "case-7");
        assertThat(refused.header("X-Correlation-Id")).isEqualTo("case-7");
        assertThat(refused.json().path("instance").asText()).isEqualTo("case-7");

        var unknown = Http.get(OPS + "/ops/failures");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.json().path("instance").asText()).isNotBlank().isEqualTo(unknown.header("X-Correlation-Id"));
        assertThat(Http.get(OPS + "/ops/failures", "Authorization", VIEWER).header("X-Correlation-Id")).isNotBlank();
        assertThat(Http.get(OPS + "/observe/health/live", "X-Correlation-Id", "case-8").header("X-Correlation-Id")).isEqualTo("case-8");
    }

    @Test
    void call_without_the_body_that_it_needs_is_an_invalid_request_and_one_of_another_type_an_unsupported_one() {
        var failure = OPS + "/ops/failures/" + UUID.randomUUID();
        for (var path : List.of(failure + "/discard", OPS + "/ops/retry-jobs", OPS + "/ops/replays", OPS + "/ops/login")) {
            assertThat(Http.call("POST", path, null, "Authorization", OPERATOR).problem()).as(path).isEqualTo("invalid-request");
            assertThat(Http.post(path, "", "Authorization", OPERATOR, "Content-Type", "text/plain").problem()).as(path).isEqualTo("invalid-request");
            assertThat(Http.post(path, "{}", "Authorization", OPERATOR, "Content-Type", "text/plain").status()).as(path).isEqualTo(415);
        }
        assertThat(Http.call("POST", failure + "/edit", null, "Authorization", OPERATOR, "If-Match", "\"x\"").problem()).isEqualTo("invalid-request");
    }

    @Test
    void groups_count_failures_of_a_kind_and_name_them_for_a_list_or_a_job() {
        var fan = UUID.randomUUID().toString();
        parked(fan, 1);

        var groups = Http.get(OPS + "/ops/failure-groups", "Authorization", VIEWER).json().path("items");
        var group = StreamSupport.stream(groups.spliterator(), false).filter(one -> one.path("code").asText().equals("unknown-account")
                && one.path("flow").asText().equals("count-assigned-stickers")).findFirst().orElseThrow();

        assertThat(group.path("exception").asText()).isEqualTo("hub.events.PermanentFailure");
        assertThat(group.path("frame").asText()).startsWith("hub.users.");
        assertThat(group.path("statuses").path("HELD").asInt()).isPositive();
        assertThat(group.path("lastHour").asInt()).isPositive();
        var filtered = "group=" + group.path("id").asText() + "&subject=" + fan;
        assertThat(Http.get(OPS + "/ops/failures?" + filtered, "Authorization", VIEWER).json().path("items")).hasSize(1);
        var order = "{\"dryRun\": true, \"filter\": {\"group\": \"%s\", \"subject\": \"%s\"}}".formatted(group.path("id").asText(), fan);
        assertThat(Http.post(OPS + "/ops/retry-jobs", order, "Authorization", OPERATOR).json().path("heads").asInt()).isEqualTo(1);
        assertThat(Http.post(OPS + "/ops/retry-jobs", order, "Authorization", VIEWER).status()).isEqualTo(403);
    }

    @Test
    void search_for_a_text_finds_it_among_the_rest() {
        var fan = UUID.randomUUID().toString();
        parked(fan, 1);

        assertThat(Http.get(OPS + "/ops/failures?q=" + fan.toUpperCase(Locale.ROOT), "Authorization", VIEWER).json().path("items")).hasSize(1);
        assertThat(Http.get(OPS + "/ops/failures?q=nothing-has-this-in-it", "Authorization", VIEWER).json().path("items")).isEmpty();
    }

    @Test
    void trail_of_an_event_says_where_it_has_come() {
        var event = parked(UUID.randomUUID().toString(), 1).get(0).path("eventId").asText();

        await().atMost(20, SECONDS).untilAsserted(() -> {
            var trail = Http.get(OPS + "/ops/events/" + event, "Authorization", VIEWER).json();
            assertThat(trail.path("recorded").asBoolean()).isTrue();
            assertThat(trail.path("artemis").asBoolean()).isTrue();
            assertThat(trail.path("kafka").asBoolean()).isTrue();
            assertThat(trail.path("subscribers")).anySatisfy(subscriber -> {
                assertThat(subscriber.path("name").asText()).isEqualTo("users-assigned-stickers");
                assertThat(subscriber.path("outcome").asText()).isEqualTo("parked");
            });
        });
        assertThat(Http.get(OPS + "/ops/events/unheard-of", "Authorization", VIEWER).status()).isEqualTo(404);
    }

    @Test
    void trail_of_a_flat_event_is_found_by_its_id_with_slashes() {
        var fan = UUID.randomUUID().toString();
        try (var kafka = new Kafka(Running.world())) {
            kafka.send("users.stickerClaimed.v1", fan, "{\"accountId\":\"" + fan + "\",\"stickerId\":\"welcome\"}");
        }
        await().atMost(20, SECONDS).until(() -> !failures(fan).isEmpty());
        var id = failures(fan).get(0).path("eventId").asText();

        assertThat(id).startsWith("users.stickerClaimed.v1/");
        assertThat(Http.get(OPS + "/ops/events/" + id, "Authorization", VIEWER).json().path("kafka").asBoolean()).isTrue();
        assertThat(Http.get(OPS + "/ops/events/" + id.replace("/", "%2F"), "Authorization", VIEWER).json().path("kafka").asBoolean()).isTrue();
    }

    @Test
    void trace_shows_events_with_what_they_caused_and_what_failed() {
        var correlation = "case/" + UUID.randomUUID();
        var fan = UUID.randomUUID().toString();
        var award = Http.post(Running.hub().httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"welcome\"}", "Authorization", ADMIN, "X-Correlation-Id", correlation);
        var account = Http.post(Running.hub().httpUrl() + "/api/users/v1/register", Made.registration(Made.email(), Made.PASSWORD), "X-Correlation-Id", correlation).json().path("accountId").asText();
        assertThat(award.status()).isEqualTo(201);

        await().atMost(20, SECONDS).untilAsserted(() -> {
            var trace = Http.get(OPS + "/ops/traces/" + correlation, "Authorization", VIEWER).json();
            assertThat(trace.path("correlationId").asText()).isEqualTo(correlation);
            assertThat(trace.path("traceIds")).hasSize(2);
            assertThat(trace.path("events")).hasSize(3);
            var assigned = trace.path("events").path(0);
            assertThat(assigned.path("subject").asText()).isEqualTo(fan);
            assertThat(assigned.path("artemis").asBoolean() && assigned.path("kafka").asBoolean()).isTrue();
            assertThat(assigned.path("subscribers")).anySatisfy(subscriber -> {
                assertThat(subscriber.path("name").asText()).isEqualTo("users-assigned-stickers");
                assertThat(subscriber.path("outcome").asText()).isEqualTo("parked");
                assertThat(subscriber.path("at").asText()).isGreaterThan(assigned.path("recordedAt").asText());
                assertThat(subscriber.path("failureId").asText()).isEqualTo(trace.path("failures").path(0).path("id").asText());
            });
            assertThat(trace.path("failures")).hasSize(1);
            assertThat(trace.path("failures").path(0).path("code").asText()).isEqualTo("unknown-account");
            var registered = trace.path("events").path(1);
            var welcomed = trace.path("events").path(2);
            assertThat(registered.path("type").asText()).isEqualTo("users.userRegistered.v1");
            assertThat(welcomed.path("subject").asText()).isEqualTo(account);
            assertThat(welcomed.path("causationId").asText()).isEqualTo(registered.path("id").asText());
        });
        assertThat(Http.get(OPS + "/ops/traces/" + UUID.randomUUID(), "Authorization", VIEWER).status()).isEqualTo(404);
    }

    @Test
    void log_line_of_a_parked_event_is_json_and_names_route_event_and_correlation() {
        var failure = parked(UUID.randomUUID().toString(), 1).get(0);

        var line = Running.hub().tail().lines().filter(one -> one.contains("parked event " + failure.path("eventId").asText())).map(Json::read).findFirst().orElseThrow();

        assertThat(line.path("routeId").asText()).isEqualTo(failure.path("flow").asText());
        assertThat(line.path("eventId").asText()).isEqualTo(failure.path("eventId").asText());
        assertThat(line.path("correlationId").asText()).isEqualTo(failure.path("correlationId").asText());
        assertThat(failure.path("traceparent").asText()).contains(line.path("traceId").asText());
    }

    @Test
    void catalogue_says_who_publishes_and_who_takes_an_event() {
        var catalogue = Http.get(OPS + "/ops/catalogue", "Authorization", VIEWER);
        assertThat(catalogue.status()).isEqualTo(200);
        assertThat(catalogue.json().path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(catalogue.json().at("/servers/kafka/host").asText()).isEqualTo(Running.world().kafka());

        var operations = catalogue.json().path("operations");
        assertThat(operations.at("/stream.stickers.stickerAssignedToUser.v1/x-routes")).extracting(JsonNode::asText).contains("assign-sticker", "award-certification", "welcome-new-user");
        assertThat(operations.at("/register.send/messages/0/$ref").asText()).isEqualTo("#/channels/events/messages/users.userRegistered.v1");
        assertThat(operations.at("/count-assigned-stickers.receive/x-subscriber").asText()).isEqualTo("users-assigned-stickers");
        assertThat(operations.at("/award-certification.receive/messages")).hasSize(2);
        assertThat(operations.at("/receive-certifications-v2.receive/channel/$ref").asText()).isEqualTo("#/channels/certifications.certificationCompleted.v2");
        assertThat(Http.call("PUT", OPS + "/ops/catalogue", "{}", "Authorization", OPERATOR).status()).isEqualTo(405);
    }

    @Test
    void refusals_are_problems_and_echo_no_header() {
        var wrongMethod = Http.call("DELETE", OPS + "/ops/failures", null, "Authorization", OPERATOR, "X-Secret", "s3cret");
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.header("Allow")).isEqualTo("GET");
        assertThat(wrongMethod.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(wrongMethod.headers().map()).doesNotContainKey("x-secret").doesNotContainKey("authorization");
        assertThat(Http.get(OPS + "/ops/nothing", "Authorization", VIEWER).json().path("type").asText()).isEqualTo("urn:hub:problem:not-found");
        assertThat(act(UUID.randomUUID().toString(), "retry", "").status()).isEqualTo(404);
        assertThat(act(UUID.randomUUID().toString(), "discard", "{\"reason\":\"" + "x".repeat(70_000) + "\"}").status()).isEqualTo(413);
    }

    /** Lets events of an unknown fan fail; the newest first. */
    private static List<JsonNode> parked(String fan, int events) {
        List.of("welcome", "cloud-hero", "cloud-architect").subList(0, events).forEach(sticker ->
                assertThat(Http.post(Running.hub().httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"" + sticker + "\"}", "Authorization", ADMIN).status())
                        .isEqualTo(201));
        await().atMost(20, SECONDS).until(() -> failures(fan).size() == events);
        return failures(fan);
    }

    private static List<JsonNode> failures(String subject) {
        var items = Http.get(OPS + "/ops/failures?subject=" + subject, "Authorization", VIEWER).json().path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static Answer act(String id, String act, String body) {
        return Http.post(OPS + "/ops/failures/" + id + "/" + act, body, "Authorization", OPERATOR);
    }

    private static String bearer(String subject, String... roles) {
        return "Bearer " + Running.world().token(subject, roles);
    }
}
