package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The partners of presale registration: campaign, entry and user service. */
@ExtendWith(SharedSandbox.class)
class RegistrationPartnersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EARLY = "2026-11-05T10:00:00.000Z";
    private static final String LATE = "2026-11-05T10:00:05.000Z";

    private final SandboxProcess sandbox;
    private final String campaign = "c-" + UUID.randomUUID();
    private final String fan = "fan-" + UUID.randomUUID();

    RegistrationPartnersTest(SandboxProcess sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    @AfterEach
    void reset() throws Exception {
        sandbox.send("DELETE", "/faults", null);
        for (String partner : List.of("campaign", "entry", "user")) {
            sandbox.send("DELETE", "/partners/" + partner + "/calls", null);
        }
    }

    @Test
    void newest_version_wins_in_either_order() throws Exception {
        assertThat(save(EARLY, "a")).isEqualTo("applied");
        assertThat(save(LATE, "b")).isEqualTo("applied");
        assertThat(save(EARLY, "a")).isEqualTo("stale");

        assertThat(market()).isEqualTo("b");
    }

    @Test
    void same_version_is_applied_again() throws Exception {
        assertThat(save(EARLY, "a")).isEqualTo("applied");
        assertThat(save(EARLY, "a")).isEqualTo("applied");
    }

    @Test
    void deletion_wins_over_an_upsert_of_its_version_in_either_order() throws Exception {
        save(EARLY, "a");
        assertThat(delete(EARLY)).isEqualTo("applied");
        assertThat(save(EARLY, "a")).isEqualTo("stale");
        assertThat(delete(EARLY)).isEqualTo("applied");

        assertThat(entry().statusCode()).isEqualTo(404);
    }

    @Test
    void deleted_version_is_remembered_also_of_an_entry_never_seen() throws Exception {
        assertThat(delete(LATE)).isEqualTo("applied");

        assertThat(save(EARLY, "a")).isEqualTo("stale");
        assertThat(save("2026-11-05T10:00:05.001Z", "b")).isEqualTo("applied");
        assertThat(delete(LATE)).isEqualTo("stale");
        assertThat(market()).isEqualTo("b");
    }

    @Test
    void version_is_read_in_any_offset_and_shown_in_utc_with_milliseconds() throws Exception {
        save("2026-11-05T12:00:00+02:00", "a");

        assertThat(JSON.readTree(entry().body()).get("version").asText()).isEqualTo(EARLY);
        assertThat(save("2026-11-05T09:59:59.999Z", "b")).isEqualTo("stale");
    }

    @Test
    void concurrent_first_writes_end_with_the_newest() throws Exception {
        var versions = new ArrayList<>(IntStream.range(0, 40).mapToObj("2026-11-05T10:00:00.%03dZ"::formatted).toList());
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(versions);
            String racer = fan + round;
            var pool = Executors.newFixedThreadPool(16);
            CompletableFuture.allOf(versions.stream().map(version -> CompletableFuture.runAsync(() -> saveAs(racer, version), pool)).toArray(CompletableFuture[]::new)).join();
            pool.shutdown();

            var kept = JSON.readTree(sandbox.send("GET", entries() + "/" + racer, null).body());
            assertThat(kept.get("version").asText()).isEqualTo("2026-11-05T10:00:00.039Z");
            assertThat(kept.at("/entry/at").asText()).isEqualTo("2026-11-05T10:00:00.039Z");
        }
    }

    @Test
    void results_stand_in_the_order_of_the_items_and_refused_ones_are_not_written() throws Exception {
        save(LATE, "b");
        fault("entry", "{\"refuseItems\": [\"refused-1\", \"other\"], \"times\": 1}");
        var items = List.of(item("refused-1", LATE), item(fan, EARLY), item("new-" + fan, EARLY));

        var results = results(sandbox.send("POST", entries(), "{\"items\": " + items + "}"));

        assertThat(results).extracting(result -> result.get("status").asText()).containsExactly("refused", "stale", "applied");
        assertThat(results).extracting(result -> result.get("globalUserId").asText()).containsExactly("refused-1", fan, "new-" + fan);
        assertThat(results.get(0).has("reason")).isTrue();
        assertThat(sandbox.send("GET", entries() + "/refused-1", null).statusCode()).isEqualTo(404);
    }

    @Test
    void batch_of_25_is_taken_and_one_of_26_refused_whole() throws Exception {
        assertThat(results(sandbox.send("POST", entries(), batch(25)))).hasSize(25);

        var tooMany = sandbox.send("POST", entries(), batch(26));

        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(tooMany.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(sandbox.send("GET", entries() + "/fan-25", null).statusCode()).isEqualTo(404);
        assertThat(sandbox.send("DELETE", entries(), batch(26)).statusCode()).isEqualTo(400);
        assertThat(sandbox.send("POST", "/partners/user/profiles", batch(26)).statusCode()).isEqualTo(400);
    }

    @Test
    void invalid_bodies_are_400_problems_that_name_the_place() throws Exception {
        assertThat(sandbox.send("POST", entries(), "{\"items\": [{\"globalUserId\": \"f\", \"version\": \"yesterday\", \"entry\": {}}]}"))
                .returns(400, HttpResponse::statusCode).extracting(HttpResponse::body).asString().contains("/items/0/version");
        assertThat(sandbox.send("DELETE", entries(), "{\"items\": [{\"version\": \"" + EARLY + "\"}]}").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("POST", entries(), "{\"items").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("POST", entries(), "").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("PUT", "/partners/user/" + fan, "{}").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("PUT", "/partners/campaign/" + campaign, "{\"campaignId\": \"another\", \"name\": \"n\", \"status\": \"ACTIVE\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void calls_are_listed_with_their_bodies() throws Exception {
        save(EARLY, "a");

        var call = JSON.readTree(sandbox.send("GET", "/partners/entry/calls", null).body()).get(0);

        assertThat(call.get("path").asText()).isEqualTo(entries());
        assertThat(call.get("status").asInt()).isEqualTo(200);
        assertThat(call.at("/body/items/0/globalUserId").asText()).isEqualTo(fan);
    }

    @Test
    void fault_of_a_path_leaves_other_paths_alone_and_ends_after_its_times() throws Exception {
        fault("entry", "{\"status\": 503, \"times\": 1, \"path\": \"/*/entries\"}");

        assertThat(sandbox.send("GET", "/partners/entry/" + campaign + "/counts", null).statusCode()).isEqualTo(200);
        assertThat(sandbox.send("POST", entries(), batch(1)).statusCode()).isEqualTo(503);
        assertThat(sandbox.send("POST", entries(), batch(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void after_apply_the_batch_is_written_and_its_answer_lost() throws Exception {
        fault("entry", "{\"when\": \"afterApply\", \"times\": 1}");

        assertThatThrownBy(() -> save(EARLY, "a")).isInstanceOf(IOException.class);

        await().untilAsserted(() -> assertThat(market()).isEqualTo("a"));
    }

    @Test
    void while_the_database_is_away_partners_answer_503_and_work_again_soon_after() throws Exception {
        save(EARLY, "a");
        sandbox.send("PUT", "/faults/backends/mongo", "{\"down\": true}");

        assertThat(sandbox.send("POST", entries(), batch(1)).statusCode()).isEqualTo(503);
        assertThat(entry().statusCode()).isEqualTo(503);

        sandbox.send("DELETE", "/faults", null);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(entry().statusCode()).isEqualTo(200));
        assertThat(save(LATE, "b")).isEqualTo("applied");
    }

    @Test
    void campaign_is_stored_as_it_is_and_its_change_published() throws Exception {
        assertThat(sandbox.send("GET", "/partners/campaign/" + campaign, null).statusCode()).isEqualTo(404);

        var stored = sandbox.send("PUT", "/partners/campaign/" + campaign, "{\"name\": \"Tour\", \"status\": \"ACTIVE\", \"markets\": [{\"marketId\": \"la\"}], \"more\": [1.5]}");

        assertThat(stored.statusCode()).isEqualTo(200);
        var read = JSON.readTree(sandbox.send("GET", "/partners/campaign/" + campaign, null).body());
        assertThat(read).isEqualTo(JSON.readTree("""
                {"name": "Tour", "status": "ACTIVE", "markets": [{"marketId": "la"}], "more": [1.5], "campaignId": "%s"}""".formatted(campaign)));
        assertThat(JSON.readTree(stored.body())).isEqualTo(read);
        var change = changes().get(campaign);
        assertThat(change.get("type").asText()).isEqualTo("campaigns.campaignChanged.v1");
        assertThat(change.get("subject").asText()).isEqualTo(campaign);
        assertThat(change.get("data")).isEqualTo(JSON.readTree("{\"campaignId\": \"" + campaign + "\"}"));
    }

    @Test
    void newest_profile_wins_and_verification_stands_beside_it() throws Exception {
        assertThat(sandbox.send("GET", "/partners/user/" + fan, null).statusCode()).isEqualTo(404);
        sandbox.send("PUT", "/partners/user/" + fan, "{\"idvVerified\": true}");

        assertThat(profile(LATE, "late@example.com")).isEqualTo("applied");
        assertThat(profile(EARLY, "early@example.com")).isEqualTo("stale");
        assertThat(profile(LATE, "late@example.com")).isEqualTo("applied");

        assertThat(JSON.readTree(sandbox.send("GET", "/partners/user/" + fan, null).body())).isEqualTo(JSON.readTree("""
                {"globalUserId": "%s", "idvVerified": true, "email": "late@example.com", "updated": "%s"}""".formatted(fan, LATE)));
    }

    @Test
    void code_makes_a_winner_once() throws Exception {
        score("[{\"globalUserId\": \"a\", \"marketIds\": [\"la\", \"ny\"], \"phoneNumber\": \"+1213\"}, {\"globalUserId\": \"b\", \"marketIds\": [\"la\"], \"phoneNumber\": \"+44\"}]");

        assertThat(assign("a", "la", "X1")).isEqualTo("applied");
        assertThat(assign("a", "la", "X1")).isEqualTo("applied");
        assertThat(assign("a", "ny", "X2")).isEqualTo("refused");
        assertThat(assign("a", "ny", null)).isEqualTo("stale");
        assertThat(assign("b", "la", null)).isEqualTo("applied");
        assertThat(assign("nobody", "la", "X3")).isEqualTo("refused");

        assertThat(page("").get("items")).extracting(record -> record.path("verdict").asBoolean()).containsExactly(true, false);
        assertThat(page("").at("/items/0/code")).isEqualTo(JSON.readTree("{\"code\": \"X1\", \"marketId\": \"la\"}"));
        assertThat(counts("?marketId=la")).isEqualTo("{\"registered\":0,\"eligible\":2,\"selected\":1}");
        assertThat(counts("?marketId=ny")).isEqualTo("{\"registered\":0,\"eligible\":1,\"selected\":0}");
        assertThat(counts("?marketId=la&phonePrefix=%2B44")).isEqualTo("{\"registered\":0,\"eligible\":1,\"selected\":0}");
        assertThat(page("?unassigned=true").get("items")).hasSize(1);
    }

    @Test
    void scoring_is_paged_by_fan_and_replaced_whole() throws Exception {
        score(IntStream.range(0, 25).mapToObj(n -> "{\"globalUserId\": \"f%02d\", \"marketIds\": [\"la\"], \"score\": 1}".formatted(n)).collect(Collectors.joining(",", "[", "]")));
        score("[{\"globalUserId\": \"f03\", \"marketIds\": [\"ny\"], \"score\": 2.5}]");

        var seen = new ArrayList<String>();
        var page = page("?marketId=la&limit=10");
        page.get("items").forEach(record -> seen.add(record.get("globalUserId").asText()));
        while (page.has("next")) {
            page = page("?marketId=la&limit=10&after=" + page.get("next").asText());
            page.get("items").forEach(record -> seen.add(record.get("globalUserId").asText()));
        }

        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(24).doesNotContain("f03");
        assertThat(sandbox.send("GET", scoring() + "?limit=0", null).statusCode()).isEqualTo(400);
    }

    @Test
    void record_without_a_fan_is_kept_too() throws Exception {
        score("[{\"marketIds\": [\"la\"], \"score\": 1}]");

        assertThat(page("").get("items")).singleElement().matches(record -> !record.has("globalUserId"));
    }

    @Test
    void null_is_as_good_as_left_out() throws Exception {
        score("[{\"globalUserId\": null, \"marketIds\": [\"la\"], \"score\": 1, \"phoneNumber\": null, \"locale\": null, \"verdict\": null, \"code\": null},"
                + "{\"globalUserId\": \"f1\", \"marketIds\": [\"la\"], \"score\": 2, \"phoneNumber\": \"+12125550100\", \"verdict\": null, \"code\": null}]");

        assertThat(page("?marketId=la&unassigned=true").get("items")).hasSize(2);
        assertThat(counts("?phonePrefix=%2B1")).contains("\"eligible\":1");
        assertThat(sandbox.send("PUT", "/partners/campaign/" + campaign, """
                {"name": "Tour", "status": "ACTIVE", "gates": {"inviteOnly": null, "idv": null, "linkedCampaignId": null},
                 "markets": [{"marketId": "la", "capacity": null, "selectionRatio": null}]}""").statusCode()).isEqualTo(200);
    }

    @Test
    void scoring_records_of_a_large_campaign_come_as_one_body() throws Exception {
        var line = "{\"globalUserId\": \"f%05d\", \"marketIds\": [\"la\"], \"score\": 1, \"note\": \"" + "x".repeat(400) + "\"}";
        score(IntStream.range(0, 50_000).mapToObj(line::formatted).collect(Collectors.joining(",", "[", "]")));

        assertThat(counts("?marketId=la")).contains("\"eligible\":50000");
    }

    @Test
    void everything_is_there_after_a_kill() throws Exception {
        sandbox.send("PUT", "/partners/campaign/" + campaign, "{\"name\": \"Tour\", \"status\": \"ACTIVE\"}");
        save(LATE, "a");
        profile(EARLY, "fan@example.com");
        score("[{\"globalUserId\": \"a\", \"marketIds\": [\"la\"]}]");
        assign("a", "la", "X1");

        sandbox.kill();
        sandbox.start();

        assertThat(sandbox.send("GET", "/partners/campaign/" + campaign, null).statusCode()).isEqualTo(200);
        assertThat(save(EARLY, "b")).isEqualTo("stale");
        assertThat(sandbox.send("GET", "/partners/user/" + fan, null).body()).contains("fan@example.com");
        assertThat(counts("")).isEqualTo("{\"registered\":1,\"eligible\":1,\"selected\":1}");
    }

    private String entries() {
        return "/partners/entry/" + campaign + "/entries";
    }

    private String scoring() {
        return "/partners/entry/" + campaign + "/scoring";
    }

    private static String item(String globalUserId, String version) {
        return "{\"globalUserId\": \"%s\", \"version\": \"%s\", \"entry\": {\"at\": \"%s\"}}".formatted(globalUserId, version, version);
    }

    private static String batch(int size) {
        return IntStream.range(0, size).mapToObj(n -> item("fan-" + n, EARLY)).collect(Collectors.joining(",", "{\"items\": [", "]}"));
    }

    private void saveAs(String globalUserId, String version) {
        try {
            assertThat(sandbox.send("POST", entries(), "{\"items\": [" + item(globalUserId, version) + "]}").statusCode()).isEqualTo(200);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String save(String version, String market) throws Exception {
        return status(sandbox.send("POST", entries(), """
                {"items": [{"globalUserId": "%s", "version": "%s", "entry": {"marketIds": ["%s"]}}]}""".formatted(fan, version, market)));
    }

    private String delete(String version) throws Exception {
        return status(sandbox.send("DELETE", entries(), "{\"items\": [{\"globalUserId\": \"%s\", \"version\": \"%s\"}]}".formatted(fan, version)));
    }

    private String profile(String updated, String email) throws Exception {
        return status(sandbox.send("POST", "/partners/user/profiles", """
                {"items": [{"globalUserId": "%s", "email": "%s", "updated": "%s"}]}""".formatted(fan, email, updated)));
    }

    private String assign(String globalUserId, String market, String code) throws Exception {
        String given = code == null ? "" : ", \"code\": \"" + code + "\"";
        return status(sandbox.send("POST", entries() + "/codes", "{\"items\": [{\"globalUserId\": \"%s\", \"marketId\": \"%s\"%s}]}".formatted(globalUserId, market, given)));
    }

    private void score(String records) throws Exception {
        assertThat(sandbox.send("PUT", scoring(), records).statusCode()).isEqualTo(204);
    }

    private JsonNode page(String query) throws Exception {
        return JSON.readTree(sandbox.send("GET", scoring() + query, null).body());
    }

    private String counts(String query) throws Exception {
        return sandbox.send("GET", "/partners/entry/" + campaign + "/counts" + query, null).body();
    }

    private HttpResponse<String> entry() throws Exception {
        return sandbox.send("GET", entries() + "/" + fan, null);
    }

    private String market() throws Exception {
        return JSON.readTree(entry().body()).at("/entry/marketIds/0").asText();
    }

    private void fault(String partner, String fault) throws Exception {
        assertThat(sandbox.send("PUT", "/faults/" + partner, fault).statusCode()).isEqualTo(200);
    }

    private static JsonNode results(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("results");
    }

    private static String status(HttpResponse<String> answer) throws Exception {
        return results(answer).get(0).get("status").asText();
    }

    /** The changes published so far, by campaign. */
    private Map<String, JsonNode> changes() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + sandbox.port("KAFKA_PORT"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor("campaigns.campaignChanged.v1").stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new HashMap<String, JsonNode>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var entry : consumer.poll(Duration.ofSeconds(1))) {
                    found.put(entry.key(), JSON.readTree(entry.value()));
                }
            }
            return found;
        }
    }
}
