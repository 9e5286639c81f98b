package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Collector;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Sqs;
import hub.acceptance.World;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The entry service and the queues before it, as a test of replication sees them beside the demand table. */
final class Replica implements AutoCloseable {

    static final Map<String, String> QUICK = Map.of("hub.sqs.backoff", "1s", "hub.sqs.max-backoff", "1s", "registration.replication.backoff", "50ms", "registration.replication.max-backoff", "200ms",
            "registration.replication.visibility", "4s", "registration.sweep.flagged-for", "3s", "registration.sweep.page", "50", "registration.sweep.pause", "50ms");

    final World world;
    final Collector collector;
    final Database database;
    final Sqs sqs;

    private Replica(World world, Collector collector) {
        this.collector = collector;
        this.world = world;
        this.database = new Database(world);
        this.sqs = new Sqs(world);
    }

    /** A sandbox, and a hub whose retries and sweeps are quick and that shows its traces. */
    static Replica start() {
        var world = World.sandboxOnly();
        var collector = Collector.start();
        try {
            var settings = new HashMap<>(QUICK);
            settings.put("hub.tracing.otlp.endpoint", collector.endpoint());
            world.startHub(settings, home -> {
                sweepOften(home);
                stallWhereTold(home);
            });
            return new Replica(world, collector);
        } catch (RuntimeException e) {
            collector.close();
            world.close();
            throw e;
        }
    }

    static void sweepOften(Path home) throws IOException {
        var schedules = home.resolve("schedules/registration.properties");
        Files.writeString(schedules, Files.readString(schedules).replaceFirst("(?m)^registration.sweep-replication.cron=.*$", "registration.sweep-replication.cron=0/2 * * * * ?"));
    }

    /** Its workers can be made to stall between comparing and sending. */
    private static void stallWhereTold(Path home) throws IOException {
        var route = home.resolve("routes/registration/save-entries.camel.yaml");
        var text = Files.readString(route);
        var compare = "            method: compare\n";
        assertThat(text).containsOnlyOnce(compare);
        Files.writeString(route, "- beans:\n    - name: stall\n      type: \"#class:hub.acceptance.registration.Stall\"\n"
                + text.replace(compare, compare + "        - bean:\n            id: stall-where-told\n            ref: stall\n            method: pass\n"));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }

    Presale presale() {
        return presale(world.hub());
    }

    Presale presale(Hub hub) {
        return new Presale(world, hub);
    }

    /** What the entry service has of an entry; missing where it has none. */
    JsonNode at(String campaignId, String globalUserId) {
        var answer = Http.get(world.sandboxUrl() + "/partners/entry/" + campaignId + "/entries/" + globalUserId);
        return answer.status() == 404 ? Json.MAPPER.missingNode() : answer.json();
    }

    List<String> markets(String campaignId, String globalUserId) {
        var markets = new ArrayList<String>();
        at(campaignId, globalUserId).at("/entry/marketIds").forEach(market -> markets.add(market.asText()));
        return markets;
    }

    /** Waits until the entry service has what the table has, and the flag is gone. */
    void equals(String campaignId, Presale.Fan fan) {
        equals(campaignId, List.of(fan));
    }

    void equals(String campaignId, List<Presale.Fan> fans) {
        eventually().untilAsserted(() -> fans.forEach(fan -> assertEquals(campaignId, fan)));
    }

    void assertEquals(String campaignId, Presale.Fan fan) {
        var row = presale().row(fan, "asu#" + campaignId);
        var there = at(campaignId, fan.id());
        if (row.isEmpty()) {
            assertThat(there.isMissingNode()).as("withdrawn entry of " + fan.id()).isTrue();
        } else {
            assertThat(there.path("version").asText()).isEqualTo(version(row));
            assertThat(markets(campaignId, fan.id())).isEqualTo(row.get("marketIds").l().stream().map(AttributeValue::s).toList());
            assertThat(row.get("needsReplication").bool()).isFalse();
        }
    }

    static String version(Map<String, AttributeValue> row) {
        return row.get("date").m().get("updated").s();
    }

    /** Calls that a partner received. */
    List<JsonNode> calls(String partner, String method) {
        var calls = Http.get(world.sandboxUrl() + "/partners/" + partner + "/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.path("method").asText().equals(method)).collect(Collectors.toList());
    }

    void forgetCalls(String partner) {
        Http.call("DELETE", world.sandboxUrl() + "/partners/" + partner + "/calls", null);
    }

    /** Ends a partner's fault. */
    void clear(String partner) {
        Http.call("DELETE", world.sandboxUrl() + "/faults/" + partner, null);
    }

    /** Status and code of what the failure store holds of a queue's messages with this text in them. */
    List<String> failures(String queue, String text) {
        return database.sql("select status || ' ' || code from hub.failure where subscriber = ? and convert_from(payload, 'UTF8') like ?", "queue:" + queue, "%" + text + "%").query(String.class).list();
    }

    double count(String outcome, String reason) {
        var line = "hub_replication_records_total{outcome=\"" + outcome + "\",reason=\"" + reason + "\"}";
        return Http.get(world.hub().opsUrl() + "/observe/metrics").body().lines().filter(text -> text.startsWith(line)).mapToDouble(text -> Double.parseDouble(text.substring(line.length()).trim())).sum();
    }

    /** Waits until no queue of replication holds a message. */
    void isDrained() {
        eventually().untilAsserted(() -> assertThat(List.of("saveEntriesQueue", "entryChangesQueue", "userInfoQueue")).allSatisfy(queue -> assertThat(sqs.count(queue)).as(queue).isZero()));
    }

    @Override
    public void close() {
        sqs.close();
        world.close();
        collector.close();
    }
}
