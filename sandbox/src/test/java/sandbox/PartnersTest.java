package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sandbox.backends.LoopbackPort;

class PartnersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INCIDENTS = "/partners/paging/incidents";
    private static final String INCIDENT = """
            {"key": "route/TimeoutException", "severity": "critical", "summary": "entry service away", "count": 3}""";

    @TempDir
    private static Path directory;

    private static RunningSandbox sandbox;
    private static HttpClient client;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = Map.of("HUB_HOME", SandboxProcess.HOME.toString(),
                "HUB_DATA", directory.toString(), "SANDBOX_PORT", Integer.toString(LoopbackPort.free()));
        sandbox = RunningSandbox.claim(Settings.of(environment, List.of()), List.of());
        sandbox.start();
        client = HttpClient.newHttpClient();
        address = "http://127.0.0.1:" + sandbox.httpPort();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void reset() throws Exception {
        send("DELETE", "/faults", null);
        send("DELETE", "/partners/paging/calls", null);
    }

    @Test
    void an_incident_is_opened() throws Exception {
        var answer = page(newKey());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void an_invalid_body_is_a_400_problem_that_names_what_is_missing() throws Exception {
        var answer = send("POST", INCIDENTS, "{\"key\": \"a\", \"severity\": \"b\", \"summary\": \"c\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("count").doesNotContain("Exchange");
    }

    @Test
    void broken_json_is_a_400_problem() throws Exception {
        assertThat(send("POST", INCIDENTS, "{\"key").statusCode()).isEqualTo(400);
    }

    @Test
    void a_repeat_gets_the_first_answer_and_is_not_applied_twice() throws Exception {
        int before = incidents();
        String key = newKey();

        var first = page(key);
        var repeat = page(key);

        assertThat(repeat.statusCode()).isEqualTo(201);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(incidents()).isEqualTo(before + 1);
    }

    @Test
    void parallel_calls_with_one_key_are_applied_once() throws Exception {
        int before = incidents();
        var request = request("POST", INCIDENTS, INCIDENT).setHeader("Idempotency-Key", newKey()).build();

        var answers = Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofString())).limit(20).toList().stream()
                .map(CompletableFuture::join).map(HttpResponse::body).distinct();

        assertThat(answers).hasSize(1);
        assertThat(incidents()).isEqualTo(before + 1);
    }

    @Test
    void calls_are_listed_with_what_was_sent_and_answered() throws Exception {
        client.send(request("POST", INCIDENTS, INCIDENT).setHeader("Idempotency-Key", "k-1")
                .setHeader("X-Correlation-Id", "c-1").build(), BodyHandlers.ofString());

        var calls = calls();

        assertThat(calls).hasSize(1);
        var call = calls.get(0);
        assertThat(call.get("method").asText()).isEqualTo("POST");
        assertThat(call.get("path").asText()).isEqualTo(INCIDENTS);
        assertThat(call.get("idempotencyKey").asText()).isEqualTo("k-1");
        assertThat(call.get("correlationId").asText()).isEqualTo("c-1");
        assertThat(call.get("status").asInt()).isEqualTo(201);
        assertThat(call.get("body")).isEqualTo(JSON.readTree(INCIDENT));
        assertThat(call.get("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void the_request_headers_are_not_echoed() throws Exception {
        var answer = client.send(request("POST", INCIDENTS, INCIDENT).setHeader("X-Secret", "s").build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("X-Secret")).isEmpty();
    }

    @Test
    void a_status_fault_hits_as_often_as_it_says_and_applies_nothing() throws Exception {
        int before = incidents();
        fault("{\"status\": 503, \"times\": 2, \"path\": \"/incidents\"}");

        assertThat(List.of(page("f-1").statusCode(), page("f-1").statusCode(), page("f-1").statusCode()))
                .containsExactly(503, 503, 201);
        assertThat(incidents()).isEqualTo(before + 1);
        assertThat(calls()).extracting(call -> call.get("status").asInt()).contains(503, 503, 201);
    }

    @Test
    void a_fault_leaves_other_paths_alone() throws Exception {
        fault("{\"status\": 503, \"path\": \"/other\"}");

        assertThat(page(newKey()).statusCode()).isEqualTo(201);
    }

    @Test
    void a_latency_fault_delays_the_answer() throws Exception {
        fault("{\"latencyMs\": 300}");
        long from = System.nanoTime();

        assertThat(page(newKey()).statusCode()).isEqualTo(201);

        assertThat((System.nanoTime() - from) / 1_000_000).isGreaterThanOrEqualTo(300);
    }

    @Test
    void a_dropped_connection_gives_no_answer_and_applies_nothing() throws Exception {
        int before = incidents();
        fault("{\"dropConnection\": true, \"path\": \"incidents\", \"times\": 1}");

        assertThatThrownBy(() -> page(newKey())).isInstanceOf(IOException.class);

        assertThat(incidents()).isEqualTo(before);
        assertThat(calls()).filteredOn(call -> call.get("method").asText().equals("POST")).singleElement()
                .matches(call -> call.get("status").isNull(), "has no status");
    }

    @Test
    void after_apply_the_call_takes_effect_and_the_answer_is_lost() throws Exception {
        int before = incidents();
        String key = newKey();
        fault("{\"when\": \"afterApply\", \"times\": 1}");

        assertThatThrownBy(() -> page(key)).isInstanceOf(IOException.class);

        assertThat(page(key).statusCode()).isEqualTo(201);
        assertThat(incidents()).isEqualTo(before + 1);
    }

    @Test
    void after_apply_with_a_status_replaces_the_answer() throws Exception {
        int before = incidents();
        String key = newKey();
        fault("{\"when\": \"afterApply\", \"status\": 504, \"times\": 1}");

        var replaced = page(key);

        assertThat(replaced.statusCode()).isEqualTo(504);
        assertThat(replaced.body()).doesNotContain("incidentId");
        assertThat(page(key).statusCode()).isEqualTo(201);
        assertThat(incidents()).isEqualTo(before + 1);
    }

    @Test
    void faults_are_shown_and_deleted() throws Exception {
        fault("{\"status\": 500, \"refuseItems\": [\"a\", \"b\"]}");
        assertThat(JSON.readTree(send("GET", "/faults", null).body()).at("/partners/paging/refuseItems")).hasSize(2);

        send("DELETE", "/faults", null);

        assertThat(JSON.readTree(send("GET", "/faults", null).body()).get("partners")).isEmpty();
        assertThat(page(newKey()).statusCode()).isEqualTo(201);
    }

    @Test
    void a_path_or_method_that_a_partner_lacks_is_a_problem() throws Exception {
        var unknownPath = send("GET", "/partners/paging/other", null);
        var wrongMethod = send("PUT", INCIDENTS, INCIDENT);

        assertThat(unknownPath.statusCode()).isEqualTo(404);
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(List.of(unknownPath, wrongMethod)).extracting(answer -> answer.headers().firstValue("Content-Type").orElse(""))
                .containsOnly("application/problem+json");
    }

    @Test
    void an_unknown_partner_is_a_404_problem() throws Exception {
        for (var answer : List.of(send("PUT", "/faults/nobody", "{}"), send("GET", "/partners/nobody/calls", null))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void an_invalid_fault_is_a_400_problem() throws Exception {
        for (String fault : List.of("{\"status\": 99}", "{\"times\": 0}", "{\"when\": \"never\"}", "{\"unknown\": 1}", "no json", "")) {
            assertThat(send("PUT", "/faults/paging", fault).statusCode()).as(fault).isEqualTo(400);
        }
    }

    @Test
    void a_token_is_issued_for_a_subject_only() throws Exception {
        assertThat(send("POST", "/issuer/token", "{\"sub\": \"u\", \"roles\": [\"admin\"]}").body()).startsWith("{\"token\":\"ey");
        assertThat(send("POST", "/issuer/token", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void a_rotation_adds_a_key_and_keeps_the_former() throws Exception {
        var before = JSON.readTree(send("GET", "/issuer/jwks", null).body()).get("keys");

        assertThat(send("POST", "/issuer/rotate", "").statusCode()).isEqualTo(200);

        var after = JSON.readTree(send("GET", "/issuer/jwks", null).body()).get("keys");
        assertThat(after).hasSize(before.size() + 1).contains(before.get(0));
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static void fault(String fault) throws Exception {
        assertThat(send("PUT", "/faults/paging", fault).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> page(String idempotencyKey) throws Exception {
        return client.send(request("POST", INCIDENTS, INCIDENT).setHeader("Idempotency-Key", idempotencyKey).build(), BodyHandlers.ofString());
    }

    private static int incidents() throws Exception {
        return JSON.readTree(send("GET", INCIDENTS, null).body()).size();
    }

    private static JsonNode calls() throws Exception {
        return JSON.readTree(send("GET", "/partners/paging/calls", null).body());
    }

    private static HttpRequest.Builder request(String method, String path, String body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return HttpRequest.newBuilder(URI.create(address + path)).header("Content-Type", "application/json").method(method, publisher);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(request(method, path, body).build(), BodyHandlers.ofString());
    }
}
