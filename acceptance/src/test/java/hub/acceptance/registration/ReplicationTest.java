package hub.acceptance.registration;

import static hub.acceptance.registration.Replica.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.events.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Use case 3 on the real backends: what fans change in the demand table reaches the entry service, whatever happens on the way. */
class ReplicationTest {

    private static Replica replica;
    private String campaign;
    private Presale.Fan fan;

    @BeforeAll
    static void start() {
        replica = Replica.start();
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @BeforeEach
    void campaign_and_fan() {
        campaign = replica.presale().campaign();
        fan = replica.presale().fan();
    }

    @AfterEach
    void restore() {
        replica.presale().restore();
        if (!replica.world.hub().isAlive()) {
            replica.world.hub().start();
        }
    }

    @Test
    void entry_change_withdrawal_and_return_reach_the_entry_service_and_the_fans_profile_the_user_service_once() {
        replica.forgetCalls("user");
        enter("la");
        replica.equals(campaign, fan);
        eventually().until(() -> profile().path("email").asText().equals(fan.email()));
        replica.isDrained();
        assertThat(replica.calls("user", "POST")).filteredOn(call -> call.path("body").toString().contains(fan.id())).hasSize(1);

        enter("la", "nyc");
        replica.equals(campaign, fan);
        assertThat(fan.withdraw(campaign).status()).isEqualTo(204);
        replica.equals(campaign, fan);
        enter("nyc");
        replica.equals(campaign, fan);
        assertThat(replica.markets(campaign, fan.id())).containsExactly("nyc");
    }

    @Test
    void correlation_and_trace_of_the_request_reach_the_partners() {
        var correlated = new Presale.Fan(fan.id(), fan.call().with("X-Correlation-Id", "corr-" + fan.id()));
        correlated.enter(campaign, fan.entry("la"));
        replica.equals(campaign, fan);
        assertThat(correlated.withdraw(campaign).status()).isEqualTo(204);
        replica.equals(campaign, fan);

        for (var call : List.of(callOf("POST"), callOf("DELETE"))) {
            assertThat(call.path("correlationId").asText()).isEqualTo("corr-" + fan.id());
            assertThat(call.path("idempotencyKey").asText()).isNotBlank();
        }
        eventually().untilAsserted(() -> assertThat(replica.calls("user", "POST")).anySatisfy(call -> assertThat(call.path("correlationId").asText()).isEqualTo("corr-" + fan.id())));
    }

    @Test
    void trace_of_an_entry_goes_through_table_and_queues_to_the_partners_and_to_kafka() {
        var piped = pipedCampaign();
        new Presale.Fan(fan.id(), fan.call().with("X-Correlation-Id", "traced-" + fan.id())).enter(piped, fan.entry("la"));
        replica.equals(piped, fan);

        eventually().untilAsserted(() -> {
            var trace = replica.collector.traceOf("traced-" + fan.id());
            assertThat(replica.collector.roots(trace)).hasSize(1).allMatch(name -> name.startsWith("request "));
            assertThat(replica.collector.names(trace)).contains("process demand-table-changes", "process save-entries", "call entry", "process upsert-users", "call user",
                    "process fan-out", "process publish-registrations", "process publish-registered-markets");
        });
    }

    @Test
    void trace_of_a_registration_goes_through_log_and_brokers_to_the_last_subscriber() {
        var correlation = Made.id("traced");
        Call.to(replica.world.hub().httpUrl()).with("X-Correlation-Id", correlation).post("/api/users/v1/register", Made.registration(Made.email(), Made.PASSWORD));

        eventually().untilAsserted(() -> {
            var trace = replica.collector.traceOf(correlation);
            assertThat(replica.collector.roots(trace)).hasSize(1).allMatch(name -> name.startsWith("request "));
            assertThat(replica.collector.names(trace)).contains("publish bus", "publish stream", "process welcome-new-user", "process count-assigned-stickers");
        });
    }

    @Test
    void second_event_first_replicates_it_and_the_first_event_is_rejected_as_stale() {
        replica.presale().fault("entry", "{\"status\": 503}");
        var first = enter("la");
        var second = enter("la", "nyc");
        replica.presale().restore();
        replica.equals(campaign, fan);
        replica.isDrained();
        double stale = replica.count("rejected", "stale");

        replica.sqs.send("saveEntriesQueue", event("MODIFY", second));
        replica.isDrained();
        replica.sqs.send("saveEntriesQueue", event("MODIFY", first));
        replica.isDrained();

        assertThat(replica.markets(campaign, fan.id())).containsExactly("la", "nyc");
        assertThat(replica.count("rejected", "stale")).isEqualTo(stale + 1);
        assertThat(replica.failures("saveEntriesQueue", version(first))).contains("REJECTED stale");
        replica.equals(campaign, fan);
    }

    @Test
    void first_event_first_is_rejected_when_the_second_change_is_made_already() {
        replica.world.backend("sqs", true);
        var first = enter("la");
        var second = enter("nyc");
        replica.world.backend("sqs", false);

        replica.equals(campaign, fan);
        replica.isDrained();
        assertThat(replica.failures("saveEntriesQueue", version(first))).containsOnly("REJECTED stale");
        assertThat(replica.failures("saveEntriesQueue", "\"version\":\"" + version(second))).isEmpty();
        assertThat(replica.markets(campaign, fan.id())).containsExactly("nyc");
    }

    @Test
    void exactly_the_entries_that_the_entry_service_refuses_stay_and_arrive_when_it_takes_them() {
        var fans = fans(12);
        var refused = fans.subList(0, 2);
        replica.presale().fault("entry", "{\"refuseItems\": [\"" + refused.get(0).id() + "\", \"" + refused.get(1).id() + "\"]}");
        fans.forEach(one -> one.enter(campaign, one.entry()));

        replica.equals(campaign, fans.subList(2, 12));
        eventually().until(() -> replica.calls("entry", "POST").stream().filter(call -> call.path("body").toString().contains(refused.get(0).id())).count() >= 4);
        assertThat(replica.at(campaign, refused.get(0).id()).isMissingNode()).isTrue();
        assertThat(replica.presale().row(refused.get(0), "asu#" + campaign).get("needsReplication").bool()).isTrue();

        replica.presale().restore();
        replica.equals(campaign, refused);
    }

    @Test
    void entry_service_that_is_away_for_longer_than_all_deliveries_uses_none_up_and_gets_everything_when_it_is_back() {
        replica.presale().fault("entry", "{\"dropConnection\": true}");
        double failed = replica.count("failed", "partner");
        long held = held();
        var fans = fans(30);
        fans.forEach(one -> one.enter(campaign, one.entry()));
        fans.subList(0, 5).forEach(one -> one.withdraw(campaign));
        pass(10);   // five deliveries a second apart, and their calls, would be over
        assertThat(replica.count("failed", "partner")).isGreaterThan(failed);
        replica.presale().restore();

        replica.equals(campaign, fans);
        replica.isDrained();
        assertThat(held()).isEqualTo(held);
    }

    private static long held() {
        return replica.database.count("select count(*) from hub.failure where subscriber = 'queue:saveEntriesQueue' and status = 'HELD'");
    }

    @Test
    void answer_that_is_lost_doubles_nothing() {
        replica.presale().fault("entry", "{\"dropConnection\": true, \"when\": \"afterApply\", \"times\": 2}");
        enter("la");

        eventually().until(() -> replica.calls("entry", "POST").stream().filter(call -> call.path("body").toString().contains(fan.id())).count() == 3);
        replica.equals(campaign, fan);
        assertThat(replica.calls("entry", "POST").stream().filter(call -> call.path("body").toString().contains(fan.id())).map(call -> call.path("idempotencyKey").asText()).distinct()).hasSize(1);
    }

    @Test
    void nothing_is_sent_while_the_table_cannot_be_read() {
        var entry = enter("la");
        replica.equals(campaign, fan);
        replica.isDrained();
        replica.forgetCalls("entry");
        replica.world.backend("dynamodb", true);
        replica.sqs.send("saveEntriesQueue", event("MODIFY", entry));
        pass(5);
        assertThat(replica.calls("entry", "POST")).filteredOn(call -> call.path("body").toString().contains(fan.id())).isEmpty();
        assertThat(replica.sqs.count("saveEntriesQueue")).isEqualTo(1);

        replica.world.backend("dynamodb", false);
        eventually().untilAsserted(() -> assertThat(replica.calls("entry", "POST")).anySatisfy(call -> assertThat(call.path("body").toString()).contains(fan.id())));
        replica.isDrained();
    }

    @Test
    void hub_that_is_killed_in_the_middle_loses_nothing() {
        var fans = fans(120);
        fans.forEach(one -> one.enter(campaign, one.entry()));
        fans.subList(0, 20).forEach(one -> one.withdraw(campaign));
        replica.world.hub().kill();
        replica.world.hub().start();

        replica.equals(campaign, fans);
    }

    @Test
    void hub_that_hangs_while_a_change_is_under_way_brings_back_no_past() {
        var other = replica.world.startHub(Replica.QUICK, Replica::sweepOften);
        try {
            replica.presale().fault("entry", "{\"latencyMs\": 2000}");
            enter("la");
            eventually().until(() -> replica.sqs.count("saveEntriesQueue") > 0);
            replica.world.hub().hang();
            replica.presale().restore();
            var there = replica.presale(other).fan(fan.id());
            assertThat(there.enter(campaign, fan.entry("nyc")).status()).isEqualTo(200);
            assertThat(there.withdraw(campaign).status()).isEqualTo(204);
            eventually().untilAsserted(() -> assertThat(replica.calls("entry", "DELETE")).anySatisfy(call -> assertThat(call.path("body").toString()).contains(fan.id())));
            replica.world.hub().goOn();

            replica.isDrained();
            replica.equals(campaign, fan);
        } finally {
            replica.world.hub().goOn();
            other.kill();
        }
    }

    @Test
    void worker_that_stalls_between_comparing_and_sending_brings_back_no_past() throws IOException {
        var home = replica.world.hub().home();
        Files.createFile(home.resolve("stall"));
        try {
            enter("la");
            eventually().until(() -> Files.exists(home.resolve("stalled")));
            enter("nyc");
            assertThat(fan.withdraw(campaign).status()).isEqualTo(204);
            eventually().untilAsserted(() -> assertThat(replica.calls("entry", "DELETE")).anySatisfy(call -> assertThat(call.path("body").toString()).contains(fan.id())));
            assertThat(sentWith("la")).isFalse();
            Files.delete(home.resolve("stall"));

            eventually().until(() -> sentWith("la"));
            replica.isDrained();
            assertThat(replica.at(campaign, fan.id()).isMissingNode()).isTrue();
        } finally {
            Files.deleteIfExists(home.resolve("stall"));
            Files.deleteIfExists(home.resolve("stalled"));
        }
    }

    /** Whether the fan was sent to the entry service with this market alone. */
    private boolean sentWith(String market) {
        return replica.calls("entry", "POST").stream().map(call -> call.path("body")).map(body -> body.isTextual() ? Json.read(body.textValue()) : body)
                .flatMap(body -> StreamSupport.stream(body.path("items").spliterator(), false))
                .anyMatch(item -> item.path("globalUserId").asText().equals(fan.id()) && item.at("/entry/marketIds").toString().equals("[\"" + market + "\"]"));
    }

    @Test
    void flagged_entry_whose_message_was_lost_is_found_by_the_sweeper() {
        replica.presale().fault("entry", "{\"status\": 503}");
        enter("la");
        eventually().until(() -> replica.calls("entry", "POST").stream().anyMatch(call -> call.path("body").toString().contains(fan.id())));
        replica.world.hub().kill();
        replica.sqs.purge("saveEntriesQueue");
        replica.presale().restore();
        replica.world.hub().start();

        replica.equals(campaign, fan);
    }

    @Test
    void poison_is_rejected_and_harms_no_neighbour() {
        double malformed = replica.count("rejected", "malformed");
        var poison = Made.id("poison");
        replica.sqs.send("saveEntriesQueue", poison);
        replica.sqs.send("saveEntriesQueue", "{\"type\": \"MODIFY\", \"note\": \"" + poison + "\"}");
        enter("la");

        replica.equals(campaign, fan);
        eventually().untilAsserted(() -> assertThat(replica.failures("saveEntriesQueue", poison)).containsExactly("REJECTED malformed", "REJECTED malformed"));
        assertThat(replica.count("rejected", "malformed")).isEqualTo(malformed + 2);
    }

    @Test
    void registrations_and_registered_markets_reach_kafka_for_campaigns_with_the_data_pipeline_only() {
        var piped = pipedCampaign();
        fan.enter(campaign, fan.entry("la"));
        fan.enter(piped, fan.entry("la", "nyc"));
        replica.equals(piped, fan);
        replica.presale().select(fan, piped);
        assertThat(fan.withdraw(piped).status()).isEqualTo(204);

        try (var kafka = new Kafka(replica.world)) {
            eventually().untilAsserted(() -> {
                assertThat(records(kafka, "registration")).extracting(record -> record.path("campaignId").asText() + " " + record.path("marketIds") + " " + record.path("deleted"))
                        .containsExactlyInAnyOrder(piped + " [\"la\",\"nyc\"] false", piped + " [\"la\",\"nyc\"] true");
                assertThat(records(kafka, "registered-market")).extracting(record -> record.path("marketId").asText() + " " + record.path("deleted"))
                        .containsExactlyInAnyOrder("la false", "nyc false", "la true", "nyc true");
            });
        }
    }

    @Test
    void random_day_ends_with_the_entry_service_equal_to_the_table() {
        long seed = System.nanoTime();
        LoggerFactory.getLogger(getClass()).info("random day with seed {}", seed);
        var random = new Random(seed);
        var fans = fans(8);
        var faults = List.of("{\"status\": 503, \"times\": 3}", "{\"status\": 500, \"times\": 2}", "{\"dropConnection\": true, \"when\": \"afterApply\", \"times\": 2}", "{\"latencyMs\": 300}",
                "{\"refuseItems\": [\"" + fans.get(0).id() + "\"]}");
        for (int n = 0; n < 150; n++) {
            var one = fans.get(random.nextInt(fans.size()));
            if (random.nextInt(4) == 0) {
                one.withdraw(campaign);
            } else {
                one.enter(campaign, random.nextBoolean() ? one.entry("la") : one.entry("nyc", "la"));
            }
            if (random.nextInt(10) == 0) {
                replica.presale().fault("entry", faults.get(random.nextInt(faults.size())));
            } else if (random.nextInt(10) == 0) {
                replica.clear("entry");
            }
            if (n == 50 || n == 100) {
                replica.world.hub().kill();
                replica.world.hub().start();
            }
        }
        replica.presale().restore();

        replica.equals(campaign, fans);
        replica.isDrained();
        fans.forEach(one -> replica.assertEquals(campaign, one));
    }

    private String pipedCampaign() {
        var document = Presale.open(Made.id("campaign"));
        ((ObjectNode) document.path("options")).put("dataPipeline", true);
        return replica.presale().store(document);
    }

    private JsonNode enter(String... markets) {
        var answer = fan.enter(campaign, fan.entry(markets));
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
        return answer.json();
    }

    private List<Presale.Fan> fans(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(n -> replica.presale().fan()).toList());
    }

    private static String version(JsonNode entry) {
        return entry.at("/date/updated").asText();
    }

    /** A message as the stream's changes become. */
    private String event(String type, JsonNode entry) {
        return Json.write(Json.MAPPER.createObjectNode().put("type", type).put("globalUserId", fan.id()).put("campaignId", campaign).put("version", version(entry)).set("entry", entry));
    }

    private JsonNode profile() {
        return Http.get(replica.world.sandboxUrl() + "/partners/user/" + fan.id()).json();
    }

    private JsonNode callOf(String method) {
        return replica.calls("entry", method).stream().filter(call -> call.path("body").toString().contains(fan.id())).findFirst().orElseThrow();
    }

    private List<JsonNode> records(Kafka kafka, String topic) {
        return kafka.read(topic).stream().map(record -> Json.read(new String(record.value(), StandardCharsets.UTF_8))).filter(record -> record.path("globalUserId").asText().equals(fan.id())).toList();
    }

    private static void pass(int seconds) {
        Awaitility.await().pollDelay(Duration.ofSeconds(seconds)).atMost(Duration.ofSeconds(seconds + 5L)).until(() -> true);
    }
}
