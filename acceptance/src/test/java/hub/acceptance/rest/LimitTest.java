package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Hub;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a hub of its own, whose limits are tight. */
class LimitTest {

    private static Hub tight;

    @BeforeAll
    static void start() {
        tight = Running.world().startHub(Map.of(
                "rest.rate-limit.registration.per-address", "2",
                "rest.idle-timeout", "2s",
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

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /api/stickers/v1 HTTP/1.1\r\nHost: slow", "POST /api/users/v1/register HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"})
    void connection_that_sends_nothing_more_is_ended(String begun) throws IOException {
        var hub = URI.create(tight.httpUrl());
        try (var connection = new Socket(hub.getHost(), hub.getPort())) {
            connection.setSoTimeout(20_000);
            connection.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));

            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, malformed-request, 'GET /api/stickers/v1 HTTP/1.1\\r\\nno header\\r\\n\\r\\n'",
        "414, uri-too-long, 'GET /api/stickers/v1?q=$10000 HTTP/1.1\\r\\nHost: hub\\r\\n\\r\\n'",
        "431, headers-too-large, 'GET /api/stickers/v1 HTTP/1.1\\r\\nHost: hub\\r\\nX-Long: $20000\\r\\n\\r\\n'"})
    void what_is_no_request_is_told_so_by_a_problem(int status, String problem, String request) throws IOException {
        var hub = URI.create(tight.httpUrl());
        try (var connection = new Socket(hub.getHost(), hub.getPort())) {
            connection.setSoTimeout(20_000);
            connection.getOutputStream().write(request.replace("\\r\\n", "\r\n").replace("$10000", "x".repeat(10_000)).replace("$20000", "x".repeat(20_000)).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .matches("(?s)HTTP/1[.][01] " + status + ".*").contains("application/problem+json", "urn:hub:problem:" + problem).doesNotContain("xxx");
        }
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
