package hub.acceptance.console;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JMX over HTTP, as hawtio and others use it. */
class JolokiaTest {

    private static final String FAILURES = "hub:type=Failures";
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";
    private static final Hub HUB = Running.hub();
    private static final LoggedIn OPERATOR = LoggedIn.as(HUB, "operator");
    private static final LoggedIn VIEWER = LoggedIn.as(HUB, "viewer");
    private final Jolokia operator = new Jolokia(OPERATOR);
    private final Jolokia viewer = new Jolokia(VIEWER);

    @Test
    void nobody_gets_there_without_logging_in() {
        for (var path : List.of("", "/", "/list", "/read/java.lang:type=Memory")) {
            assertThat(Http.get(HUB.opsUrl() + Jolokia.PATH + path).status()).isEqualTo(401);
            assertThat(Http.post(HUB.opsUrl() + Jolokia.PATH + path, "{\"type\": \"list\"}").status()).isEqualTo(401);
        }
        var admin = HUB.world().token("ada", "admin", "user");
        assertThat(Http.post(HUB.opsUrl() + Jolokia.PATH + "/", "{\"type\": \"list\"}", "Authorization", "Bearer " + admin).status()).isEqualTo(403);
    }

    @Test
    void no_page_of_another_origin_uses_it() {
        assertThat(OPERATOR.post(Jolokia.PATH + "/", "{\"type\": \"list\"}", "Sec-Fetch-Site", "same-site").problem()).isEqualTo("foreign-origin");
    }

    @Test
    void a_viewer_sees_beans_attributes_and_what_a_diagram_is_drawn_of() {
        var context = viewer.bean("org.apache.camel:type=context,*");

        assertThat(viewer.read(FAILURES, "Held").path("status").asInt()).isEqualTo(200);
        assertThat(viewer.read(context, "StartedRoutes").path("value").asInt()).isPositive();
        assertThat(viewer.exec(context, "dumpRoutesAsXml()").path("value").asText()).contains("id=\"welcome-new-user\"");
        assertThat(viewer.exec(context, "dumpRoutesStatsAsXml(boolean,boolean)", true, true).path("value").asText()).contains("routeStat");
        assertThat(VIEWER.get(Jolokia.PATH + "/list").json().path("value").fieldNames()).toIterable().contains("hub", "org.apache.camel", "java.lang", "quartz")
                .doesNotContain("com.sun.management", "java.util.logging", "org.apache.logging.log4j2", "jdk.management.jfr");
    }

    static Stream<Map<String, Object>> acts() {
        return Stream.of(
                Map.of("type", "exec", "mbean", FAILURES, "operation", "retry", "arguments", List.of(UNKNOWN)),
                Map.of("type", "exec", "mbean", FAILURES, "operation", "retry(java.lang.String)", "arguments", List.of(UNKNOWN)),
                Map.of("type", "EXEC", "mbean", FAILURES, "operation", "discard", "arguments", List.of(UNKNOWN, "because")),
                Map.of("type", "exec", "mbean", "hub:type=Fail*", "operation", "retry", "arguments", List.of(UNKNOWN)),
                Map.of("type", "exec", "mbean", "hub:*", "operation", "retry", "arguments", List.of(UNKNOWN)),
                Map.of("type", "exec", "mbean", "hub:type=Subscriptions", "operation", "stop", "arguments", List.of("nobody")),
                Map.of("type", "exec", "mbean", "hub:type=Relay,name=bus", "operation", "stop"),
                Map.of("type", "exec", "mbean", "org.apache.camel:type=routes,*", "operation", "stop()"));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_viewer_does_nothing(Map<String, Object> act) {
        assertThat(viewer.status(act)).isEqualTo(403);
    }

    static Stream<Map<String, Object>> dangerous() {
        var context = new Jolokia(OPERATOR).bean("org.apache.camel:type=context,*");
        var route = new Jolokia(OPERATOR).bean("org.apache.camel:type=routes,name=\"welcome-new-user\",*");
        return Stream.of(
                Map.of("type", "exec", "mbean", context, "operation", "sendStringBody", "arguments", List.of("log:x", "x")),
                Map.of("type", "exec", "mbean", context, "operation", "requestStringBody(java.lang.String,java.lang.String)", "arguments", List.of("log:x", "x")),
                Map.of("type", "exec", "mbean", context, "operation", "createEndpoint", "arguments", List.of("file:/tmp")),
                Map.of("type", "exec", "mbean", context, "operation", "stop"),
                Map.of("type", "exec", "mbean", context, "operation", "stop()"),
                Map.of("type", "exec", "mbean", context, "operation", "stopAllRoutes()"),
                Map.of("type", "exec", "mbean", context, "operation", "setGlobalOption", "arguments", List.of("a", "b")),
                Map.of("type", "write", "mbean", context, "attribute", "Tracing", "value", true),
                Map.of("type", "exec", "mbean", route, "operation", "updateRouteFromXml(java.lang.String)", "arguments", List.of("<route/>")),
                Map.of("type", "exec", "mbean", route, "operation", "remove()"),
                Map.of("type", "exec", "mbean", route, "operation", "suspend()"),
                Map.of("type", "exec", "mbean", new Jolokia(OPERATOR).bean("quartz:type=QuartzScheduler,*"), "operation", "shutdown"),
                Map.of("type", "exec", "mbean", new Jolokia(OPERATOR).bean("quartz:type=QuartzScheduler,*"), "operation", "deleteJob", "arguments", List.of("housekeeping", "hub")),
                Map.of("type", "exec", "mbean", "com.sun.management:type=DiagnosticCommand", "operation", "vmSystemProperties"),
                Map.of("type", "exec", "mbean", "com.sun.management:type=HotSpotDiagnostic", "operation", "dumpHeap", "arguments", List.of("/tmp/heap", true)),
                Map.of("type", "exec", "mbean", "jdk.management.jfr:type=FlightRecorder", "operation", "newRecording"),
                Map.of("type", "exec", "mbean", "java.util.logging:type=Logging", "operation", "setLoggerLevel", "arguments", List.of("hub", "FINE")),
                Map.of("type", "exec", "mbean", "java.lang:type=Memory", "operation", "gc"),
                Map.of("type", "exec", "mbean", "java.lang:type=Threading", "operation", "dumpAllThreads(boolean,boolean)", "arguments", List.of(true, true)),
                Map.of("type", "exec", "mbean", "JMImplementation:type=MBeanServerDelegate", "operation", "getClass"),
                Map.of("type", "read", "mbean", "java.lang:type=Runtime", "attribute", "SystemProperties"),
                Map.of("type", "read", "mbean", "java.lang:type=Runtime", "attribute", "InputArguments"),
                Map.of("type", "read", "mbean", "com.sun.management:type=HotSpotDiagnostic", "attribute", "DiagnosticOptions"),
                Map.of("type", "read", "mbean", "JMImplementation:type=MBeanServerDelegate", "attribute", "MBeanServerId"),
                Map.of("type", "write", "mbean", "java.lang:type=Memory", "attribute", "Verbose", "value", true));
    }

    @ParameterizedTest
    @MethodSource("dangerous")
    void nor_does_an_operator_what_is_none_of_an_operators_work(Map<String, Object> request) {
        assertThat(operator.status(request)).isEqualTo(403);
        assertThat(viewer.status(request)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"url\": \"service:jmx:rmi:///jndi/ldap://127.0.0.1:1/x\"}", "{\"url\": \"service:jmx:rmi:///jndi/rmi://127.0.0.1:1/jmxrmi\"}"})
    void it_is_no_proxy_to_other_machines(String target) {
        var answer = operator.send("{\"type\": \"read\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": \"HeapMemoryUsage\", \"target\": " + target + "}");

        assertThat(answer.json().path("error").asText()).doesNotContain("127.0.0.1:1");
        assertThat(answer.json().path("value").has("used") || answer.json().path("status").asInt() != 200).as("answered by this process or not at all").isTrue();
    }

    @Test
    void several_requests_at_once_are_judged_one_by_one() {
        var read = "{\"type\": \"read\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": \"HeapMemoryUsage\"}";
        var act = "{\"type\": \"exec\", \"mbean\": \"" + FAILURES + "\", \"operation\": \"retry\", \"arguments\": [\"" + UNKNOWN + "\"]}";

        assertThat(viewer.send("[" + read + "," + act + "]").json()).extracting(one -> one.path("status").asInt()).containsExactly(200, 403);
    }

    @Test
    void nothing_is_done_by_get() {
        assertThat(OPERATOR.get(Jolokia.PATH + "/exec/hub:type=Failures/retry/" + UNKNOWN).json().path("status").asInt()).isEqualTo(403);
        assertThat(OPERATOR.get(Jolokia.PATH + "/?p=exec/hub:type=Failures/retry/" + UNKNOWN).json().path("status").asInt()).isNotEqualTo(200);
        assertThat(OPERATOR.get(Jolokia.PATH + "/read/java.lang:type=Memory/HeapMemoryUsage").json().path("value").path("used").asLong()).isPositive();
        assertThat(OPERATOR.call("PUT", Jolokia.PATH + "/", "{}").status()).isEqualTo(405);
    }

    @Test
    void what_is_no_request_is_refused_in_jolokias_words() {
        assertThat(operator.send("{").json().path("status").asInt()).isBetween(400, 500);
        assertThat(operator.send("").json().path("status").asInt()).isBetween(400, 500);
        assertThat(operator.send("{\"type\": \"list\"" + " ".repeat(70_000) + "}").status()).isEqualTo(413);
    }

    @Test
    void an_operator_stops_and_starts_a_route_and_is_in_the_audit_by_name_and_only_with_what_changed_something() {
        var route = operator.bean("org.apache.camel:type=routes,name=\"read-sticker\",*");
        operator.exec(operator.bean("org.apache.camel:type=context,*"), "dumpRoutesAsXml()");

        assertThat(operator.exec(route, "stop()").path("status").asInt()).isEqualTo(200);
        assertThat(Http.get(HUB.opsUrl() + "/observe/health/ready").status()).as("what an operator stopped takes no hub out of service").isEqualTo(200);
        assertThat(operator.exec(route, "start()").path("status").asInt()).isEqualTo(200);

        var audit = OPERATOR.get("/ops/audit?operator=operator&limit=100").json().path("items");
        assertThat(audit).anyMatch(entry -> entry.path("via").asText().equals("jmx") && entry.path("action").asText().equals("jolokia.stop")
                && entry.path("target").asText().equals(route));
        assertThat(audit).noneMatch(entry -> entry.path("action").asText().contains("dumpRoutes"));
    }

    @Test
    void an_act_on_a_failure_has_the_operators_name_in_its_history_and_in_the_audit() {
        var failure = Parked.failure(HUB);

        assertThat(operator.exec(FAILURES, "discard(java.lang.String,java.lang.String)", failure, "no such fan").path("value").asText()).isEqualTo("now DISCARDED");

        assertThat(OPERATOR.get("/ops/failures/" + failure).json().path("history")).anyMatch(entry -> entry.path("who").asText().equals("operator"));
        assertThat(OPERATOR.get("/ops/audit?operator=operator&action=failures.discard&target=" + failure).json().path("items").path(0).path("via").asText()).isEqualTo("jmx");
        assertThat(operator.exec(FAILURES, "discard(java.lang.String,java.lang.String)", UNKNOWN, "none").path("value").asText()).doesNotContain("now");
        assertThat(OPERATOR.get("/ops/audit?target=" + UNKNOWN).json().path("items")).isEmpty();
    }

    @Test
    void a_subscription_that_is_stopped_takes_nothing_until_it_is_started() {
        assertThat(subscriptions("stop", "awards-welcome")).isEqualTo("now stopped");
        try {
            var account = Made.account();
            await().during(1, SECONDS).atMost(30, SECONDS).until(() -> stickers(account) == 0);
            assertThat(viewer.read("hub:type=Subscriptions", "Subscribers").path("value").path("awards-welcome").asText()).contains("stopped");
            assertThat(subscriptions("start", "awards-welcome")).isEqualTo("now started");
            await().atMost(30, SECONDS).until(() -> stickers(account) == 1);
        } finally {
            subscriptions("start", "awards-welcome");
        }
        assertThat(subscriptions("stop", "nobody")).isEqualTo("unknown subscriber");
        assertThat(OPERATOR.get("/ops/audit?action=subscriptions.stop").json().path("items")).extracting(entry -> entry.path("target").asText()).contains("awards-welcome").doesNotContain("nobody");
    }

    @Test
    void a_subscription_is_drained_when_what_was_in_hand_is_finished() throws Exception {
        try (var lock = new Lock(HUB.world(), "awards.assignment")) {
            var account = Made.account();
            await().atMost(30, SECONDS).until(lock::isWaitedFor);

            var drained = lock.besides(() -> subscriptions("drain", "awards-welcome"));
            await().during(1, SECONDS).atMost(30, SECONDS).until(() -> !drained.isDone());
            var later = Made.account();
            lock.release();

            assertThat(drained.get(30, SECONDS)).isEqualTo("now stopped");
            assertThat(stickers(account)).isEqualTo(1);
            assertThat(stickers(later)).as("taken no more").isZero();
            subscriptions("start", "awards-welcome");
            await().atMost(30, SECONDS).until(() -> stickers(later) == 1);
        } finally {
            subscriptions("start", "awards-welcome");
        }
    }

    @Test
    void a_relay_that_is_stopped_publishes_nothing_until_it_is_started() {
        var relay = "hub:type=Relay,name=stream";
        assertThat(operator.exec(relay, "stop").path("value").asText()).startsWith("now stop");
        try {
            await().atMost(30, SECONDS).until(() -> !operator.read(relay, "Publishing").path("value").asBoolean());
            long before = operator.read(relay, "Position").path("value").asLong();
            Made.account();
            await().during(1, SECONDS).atMost(30, SECONDS).until(() -> operator.read(relay, "Position").path("value").asLong() == before);
            await().atMost(30, SECONDS).untilAsserted(() -> {
                var ready = Http.get(Running.hub().opsUrl() + "/observe/health/ready");
                assertThat(ready.status()).isEqualTo(200);
                assertThat(ready.json().path("checks")).anyMatch(check -> check.path("detail").asText().equals("stopped by an operator: stream"));
            });

            assertThat(operator.exec(relay, "start").path("value").asText()).isEqualTo("now started");
            await().atMost(30, SECONDS).until(() -> operator.read(relay, "Position").path("value").asLong() > before);
        } finally {
            operator.exec(relay, "start");
        }
        assertThat(OPERATOR.get("/ops/audit?operator=operator&action=relay.stop").json().path("items")).extracting(entry -> entry.path("target").asText()).contains("stream");
    }

    private static long stickers(String account) {
        return Made.database().count("select count(*) from awards.assignment where user_id = ?", account);
    }

    private String subscriptions(String operation, String subscriber) {
        var answer = operator.exec("hub:type=Subscriptions", operation, subscriber);
        assertThat(answer.path("status").asInt()).as(Json.write(answer)).isEqualTo(200);
        return answer.path("value").asText();
    }
}
