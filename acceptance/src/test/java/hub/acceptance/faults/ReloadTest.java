package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.tools.attach.VirtualMachine;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.camel.spi.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files of routes that change while a hub runs. */
@ExtendWith(Troubled.Shared.class)
class ReloadTest {

    private static final String NAME = "reloaded";
    private static final String FILE = "routes/faults/" + NAME + ".camel.yaml";

    private final Troubled hub;
    private final String subject = Made.id("reload");

    ReloadTest(Troubled hub) {
        this.hub = hub;
    }

    @BeforeEach
    void subscribe() throws IOException {
        Stage.subscribe(hub.hub.home(), NAME, Map.of("types", Traffic.TYPE));
        assertReloads();
    }

    @AfterEach
    void unsubscribe() throws IOException {
        Files.deleteIfExists(file());
        assertReloads();
    }

    @Test
    void new_changed_and_removed_subscribers_take_effect_without_a_restart() throws IOException {
        hub.traffic.write(subject, 2);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(NAME, subject);

        change("'" + NAME + "')", "'renamed')");
        var changed = reload().json();
        hub.traffic.write(subject, 2);
        eventually().until(() -> hub.stage.effects("renamed", subject).equals(List.of(3, 4)));
        assertThat(changed.path("changed")).extracting(JsonNode::asText).containsExactly(FILE);
        assertThat(changed.path("routes")).extracting(JsonNode::asText).containsExactly(NAME);

        Files.delete(file());
        assertThat(reload().json().path("removed")).extracting(JsonNode::asText).containsExactly(FILE);
        hub.traffic.write(subject, 1);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, subject);
        assertThat(hub.stage.effects("renamed", subject)).containsExactly(3, 4);

        Stage.subscribe(hub.hub.home(), NAME, Map.of("types", Traffic.TYPE));
        reload();
        eventually().until(() -> hub.stage.effects(NAME, subject).equals(List.of(1, 2, 5)));
    }

    @Test
    void changed_filter_of_a_subscriber_keeps_its_backlog() throws Exception {
        stop(NAME);
        hub.traffic.write(subject, 2);
        change("types: \"" + Traffic.TYPE + "\"", "types: \"" + Traffic.TYPE + "," + Troubled.UNSTREAMED + "\"");
        assertReloads();
        hub.traffic.write(subject, Troubled.UNSTREAMED);

        assertThat(hub.stage.effects(NAME, subject)).as("stopped by an operator, it stays stopped").isEmpty();
        start(NAME);
        eventually().until(() -> hub.stage.effects(NAME, subject).equals(List.of(1, 2, 3)));
    }

    @Test
    void files_with_faults_change_nothing_and_are_named_with_their_lines() throws IOException {
        var good = Files.readString(file());
        var other = hub.hub.home().resolve("routes/faults/" + Troubled.LOCAL + ".camel.yaml");
        var otherGood = Files.readString(other);
        for (var bad : Map.of("- route:", "- rout:", "ref: notebook-" + NAME, "ref: notebok", "subscriber: " + NAME, "subscriber: " + NAME + ", concurency: \"2\"", "      steps:", "      stepps: [").entrySet()) {
            Files.writeString(file(), good.replace(bad.getKey(), bad.getValue()));
            Files.writeString(other, otherGood.replace("Notes down", "Writes down"));

            var refused = reload();

            assertThat(refused.status()).as(bad.getValue()).isEqualTo(422);
            assertThat(refused.problem()).isEqualTo("files-refused");
            assertThat(refused.json().path("errors")).as(bad.getValue()).anySatisfy(error -> {
                assertThat(error.path("file").asText()).isEqualTo(FILE);
                assertThat(error.path("line").asInt()).isPositive();
                assertThat(error.path("reason").asText()).isNotBlank();
            });
        }
        Files.writeString(file(), good);
        Files.writeString(other, otherGood);
        assertThat(reload().json().path("routes")).as("nothing was changed").isEmpty();
        hub.traffic.write(subject, 2);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(NAME, subject);
    }

    @Test
    void routes_that_cannot_be_put_in_leave_those_before_them() throws IOException {
        var good = Files.readString(file());
        guard(Refusing.class);
        var added = hub.hub.home().resolve("routes/faults/added.camel.yaml");
        Files.writeString(added, good.replace(NAME, "added"));

        var refused = reload();

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("routes-not-run");
        assertThat(refused.json().path("errors").path(0).path("file").asText()).isEqualTo(FILE);
        assertThat(refused.json().path("errors").path(0).path("reason").asText()).contains("told to refuse");
        hub.traffic.write(subject, 2);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(NAME, subject);
        assertThat(hub.stage.effects("added", subject)).isEmpty();
        Files.delete(added);
        Files.writeString(file(), good);
        assertThat(reload().json().path("routes")).isEmpty();
    }

    @Test
    void routes_that_are_lost_because_those_before_them_cannot_be_put_in_again_are_shown_until_their_file_is_put_right() throws IOException {
        var good = Files.readString(file());
        guard(PutInOnce.class);
        assertReloads();
        change("message: guarded", "message: otherwise");

        var lost = reload();

        assertThat(lost.status()).isEqualTo(500);
        assertThat(lost.problem()).isEqualTo("routes-lost");
        assertThat(lost.json().path("detail").asText()).contains("put in before");
        eventually().untilAsserted(() -> assertThat(ready().body()).contains("routes of " + FILE + " were lost in a reload"));
        assertThat(ready().status()).isEqualTo(503);
        hub.traffic.write(subject, 2);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, subject);
        Files.writeString(file(), good);
        assertReloads();
        hub.stage.everyEventHadItsEffectOnceAndInOrder(NAME, subject);
        eventually().until(() -> ready().status() == 200);
    }

    @Test
    void work_in_flight_is_finished_before_its_route_is_replaced() throws IOException {
        hub.stage.upset(NAME, subject, 1, "hold");
        hub.traffic.write(subject, 3);
        eventually().until(() -> hub.stage.isHeld(subject));
        change("'" + NAME + "')", "'renamed')");
        var reload = CompletableFuture.supplyAsync(this::reload);
        eventually().until(() -> isSuspended(NAME));
        hub.stage.calm(NAME);

        assertThat(reload.join().status()).isEqualTo(200);

        eventually().until(() -> hub.stage.effects("renamed", subject).equals(List.of(2, 3)));
        assertThat(hub.stage.effects(NAME, subject)).containsExactly(1);
        assertThat(hub.database.failures(NAME, subject)).isEmpty();
    }

    @Test
    void route_that_does_not_come_to_the_end_of_its_work_is_left_as_it_is() throws IOException {
        hub.stage.upset(NAME, subject, 1, "hold");
        hub.traffic.write(subject, 1);
        eventually().until(() -> hub.stage.isHeld(subject));
        change("'" + NAME + "')", "'renamed')");

        var refused = reload();

        hub.stage.calm(NAME);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("work-in-flight");
        hub.traffic.write(subject, 1);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(NAME, subject);
        assertReloads();
        hub.traffic.write(subject, 1);
        eventually().until(() -> hub.stage.effects("renamed", subject).equals(List.of(3)));
    }

    @Test
    void what_is_read_at_a_start_only_is_refused_as_a_whole() throws IOException {
        for (var name : List.of("application.properties", "schedules/platform.properties", "routes/kamelets/alert.kamelet.yaml", "routes/platform/edge.camel.yaml",
                "routes/awards/awards-api.camel.yaml", "mappings/openapi/awards.yaml")) {
            var path = hub.hub.home().resolve(name);
            var text = Files.readString(path);
            Files.writeString(path, text + "\n# changed\n");
            change("Notes down", "Writes down");

            var refused = reload();

            assertThat(refused.status()).as(name).isEqualTo(422);
            assertThat(refused.json().path("errors").path(0).path("file").asText()).isEqualTo(name);
            assertThat(refused.json().path("errors").path(0).path("reason").asText()).contains("restart the hub");
            Files.writeString(path, text);
            change("Writes down", "Notes down");
        }
        assertThat(reload().json().path("routes")).isEmpty();
    }

    @Test
    void schedule_is_changed_and_stays_paused_and_is_forgotten_with_its_route() throws IOException {
        var path = hub.hub.home().resolve("routes/faults/often.camel.yaml");
        var text = """
                - route:
                    id: often
                    description: Does nothing, now and then.
                    from:
                      uri: kamelet:schedule
                      parameters: {name: often, cron: "0 0 0 1 1 ? 2098", zone: UTC}
                      steps:
                        - log:
                            id: say-so
                            loggingLevel: DEBUG
                            message: often
                """;
        Files.writeString(path, text);
        assertReloads();
        assertThat(schedule("often").path("next").asText()).startsWith("2098");
        assertThat(post("/ops/schedules/often/pause", "").status()).isEqualTo(200);

        Files.writeString(path, text.replace("2098", "2099"));
        assertReloads();
        assertThat(schedule("often").path("cron").asText()).endsWith("2099");
        assertThat(schedule("often").path("state").asText()).isEqualTo("PAUSED");

        Files.delete(path);
        assertReloads();
        assertThat(schedule("often").isMissingNode()).isTrue();
        assertThat(schedule("housekeeping").path("state").asText()).isNotEqualTo("PAUSED");
    }

    @Test
    void one_reload_is_under_way_at_a_time_and_only_operators_order_one_which_is_noted_down() throws IOException {
        assertThat(Http.post(hub.hub.opsUrl() + "/ops/reload", "", "Authorization", "Bearer " + hub.world.token("vera", "viewer")).status()).isEqualTo(403);
        change("Notes down", "Writes down");
        var dry = post("/ops/reload", "{\"dryRun\": true}").json();
        assertThat(dry.path("changed")).hasSize(1);

        var answers = List.of(CompletableFuture.supplyAsync(this::reload), CompletableFuture.supplyAsync(this::reload)).stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Answer::status).contains(200).isSubsetOf(200, 409);
        assertThat(answers.stream().filter(answer -> !answer.json().path("routes").isEmpty())).as("it is done once").hasSize(1);
        var audit = Http.get(hub.hub.opsUrl() + "/ops/audit?action=reload&limit=1", "Authorization", "Bearer " + hub.world.token("vera", "viewer")).json().path("items").path(0);
        assertThat(audit.path("operator").asText()).isEqualTo("op");
        assertThat(audit.path("detail").path("changed").path(0).asText()).isEqualTo(FILE);
    }

    @Test
    void many_reloads_leave_nothing_behind() throws Exception {
        var before = List.of(count("routes"), count("endpoints"));
        for (int n = 0; n < 10; n++) {
            Stage.subscribe(hub.hub.home(), NAME, Map.of("types", Traffic.TYPE, "concurrency", String.valueOf(2 + n)));
            assertReloads();
        }

        assertThat(List.of(count("routes"), count("endpoints"))).isEqualTo(before);
    }

    private Path file() {
        return hub.hub.home().resolve(FILE);
    }

    private void change(String from, String to) throws IOException {
        var text = Files.readString(file());
        assertThat(text).contains(from);
        Files.writeString(file(), text.replace(from, to));
    }

    /** Has the file's route begin with a step that the policy is asked for. */
    private void guard(Class<? extends Policy> policy) throws IOException {
        change("      steps:\n", "      steps:\n        - policy: {ref: %s, steps: [{log: {id: guarded, message: guarded}}]}\n".formatted(policy.getSimpleName()));
        Files.writeString(file(), Files.readString(file()) + """
                - beans:
                    - name: %s
                      type: "#class:%s"
                """.formatted(policy.getSimpleName(), policy.getName()));
    }

    private void assertReloads() {
        var answer = reload();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Answer ready() {
        return Http.get(hub.hub.opsUrl() + "/observe/health/ready");
    }

    private Answer reload() {
        return post("/ops/reload", "");
    }

    private Answer post(String path, String body) {
        return Http.post(hub.hub.opsUrl() + path, body, "Authorization", "Bearer " + hub.world.token("op", "operator"));
    }

    private JsonNode schedule(String name) {
        for (var schedule : Http.get(hub.hub.opsUrl() + "/ops/schedules", "Authorization", "Bearer " + hub.world.token("vera", "viewer")).json().path("items")) {
            if (schedule.path("name").asText().equals(name)) {
                return schedule;
            }
        }
        return MissingNode.getInstance();
    }

    private void stop(String route) throws Exception {
        jmx(beans -> beans.invoke(new ObjectName("org.apache.camel:context=hub,type=routes,name=\"" + route + "\""), "stop", null, null));
    }

    private void start(String route) throws Exception {
        jmx(beans -> beans.invoke(new ObjectName("org.apache.camel:context=hub,type=routes,name=\"" + route + "\""), "start", null, null));
    }

    /** Whether the kamelet that a route begins with takes nothing. */
    private boolean isSuspended(String route) throws Exception {
        return (boolean) jmx(beans -> {
            var consumers = beans.queryNames(new ObjectName("org.apache.camel:context=hub,type=consumers,*"), null);
            for (var consumer : consumers) {
                if (beans.getAttribute(consumer, "EndpointUri").toString().contains("::" + route)) {
                    return beans.getAttribute(consumer, "State").equals("Suspended");
                }
            }
            return false;
        });
    }

    private int count(String type) throws Exception {
        return (int) jmx(beans -> beans.queryNames(new ObjectName("org.apache.camel:context=hub,type=" + type + ",*"), null).size());
    }

    private interface Act {
        Object on(MBeanServerConnection beans) throws Exception;
    }

    private Object jmx(Act act) throws Exception {
        var machine = VirtualMachine.attach(String.valueOf(hub.hub.pid()));
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            return act.on(connector.getMBeanServerConnection());
        } finally {
            machine.detach();
        }
    }
}
