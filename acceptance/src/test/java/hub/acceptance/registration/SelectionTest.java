package hub.acceptance.registration;

import static hub.acceptance.registration.Draw.eventually;
import static hub.acceptance.registration.Draw.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Sqs;
import hub.acceptance.World;
import hub.events.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presale registration, use case 2: the winners of a market are selected, get their codes, and everybody gets a verdict, whatever breaks on the way. */
class SelectionTest {

    static final Map<String, String> QUICK = Map.of("hub.sqs.backoff", "1s", "hub.sqs.max-backoff", "2s", "registration.replication.backoff", "50ms", "registration.replication.max-backoff", "200ms",
            "registration.replication.visibility", "5s", "registration.selections.poll", "200", "registration.selections.backoff", "200ms", "registration.selections.max-backoff", "1s", "registration.selections.lease", "5s",
            "registration.selections.resend-after", "10s");
    private static World world;
    private Draw draw;

    @BeforeAll
    static void start() {
        world = World.sandboxOnly();
        var settings = new HashMap<>(QUICK);
        settings.putAll(Map.of("registration.selections.batch", "20", "registration.selections.workers", "2"));   // so that most wait while some are in hand
        world.startHub(settings);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void campaign() {
        draw = new Draw(world, world.hub());
    }

    @AfterEach
    void restore() {
        draw.restore();
        world.backend("dynamodb", false);
        draw.close();
    }

    @Test
    void highest_scores_win_of_equal_ones_the_lowest_id_and_everybody_gets_a_verdict() {
        draw.market("la", "\"capacity\": 2").pool("la", 600)
                .scoring(List.of(record("b", 5.0, "la"), record("a", 5.0, "la"), record("B", 5.0, "la"), record("c", 9.5, "la"), record("none", null, "la"), record("other", 99.0, "nyc")))
                .entries(List.of("a", "b", "B", "none", "other"));
        var before = draw.row("B");

        var end = draw.becomes(draw.started("la"), "FINISHED");

        assertThat(Draw.figures(end)).isEqualTo("total 5 processed 2 failed 0 true 2 false 3");
        assertThat(end.has("reason")).isFalse();
        assertThat(draw.codes()).containsOnlyKeys("c", "B");
        assertThat(draw.verdict("B")).isEqualTo("true " + draw.codes().get("B").replace("la ", ""));
        assertThat(Stream.of("a", "b", "none").map(draw::verdict)).containsOnly("false");
        assertThat(draw.verdict("other")).isEmpty();
        assertThat(draw.row("c")).as("no row is made for a fan without an entry").isEmpty();
        assertThat(draw.row("B")).containsEntry("date", before.get("date")).containsEntry("needsReplication", before.get("needsReplication"));
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(598, 0, 2)));
        eventually().untilAsserted(() -> assertThat(draw.report("la").path("status").asText()).isEqualTo("FINISHED"));
        assertThat(Draw.figures(draw.report("la"))).isEqualTo(Draw.figures(end));
        assertThat(draw.calls("code", "/codes/reserve")).hasSize(1).allSatisfy(call -> assertThat(body(call.path("body")).path("count").asInt()).isEqualTo(500));
        assertThat(draw.failures()).isEmpty();
    }

    @Test
    void ratio_and_capacity_bound_the_winners_and_records_without_a_fan_are_rejected_and_use_no_code() {
        var records = Stream.concat(Draw.fans(9, "la").stream(), Stream.of(record(null, 100.0, "la"), record("", 100.0, "la"))).toList();
        draw.market("la", "\"capacity\": 100, \"selectionRatio\": 0.29").pool("la", 500).scoring(records);

        var end = draw.becomes(draw.started("la"), "FINISHED");

        assertThat(Draw.figures(end)).isEqualTo("total 11 processed 3 failed 2 true 3 false 6");
        assertThat(draw.codes().keySet()).containsExactlyElementsOf(Draw.best(9, 3));
        assertThat(draw.failures()).containsExactly("REJECTED no-global-user-id", "REJECTED no-global-user-id");
    }

    @Test
    void pool_that_is_short_fails_the_selection_and_nothing_is_reserved_or_written() {
        draw.market("la", "\"capacity\": 2").pool("la", 499).scoring(Draw.fans(10, "la")).entries(List.of(Draw.fan(1)));

        var failed = draw.started("la");
        var end = draw.becomes(failed, "FAILED");

        assertThat(Draw.figures(end)).isEqualTo("total 10 processed 0 failed 0 true 0 false 0");
        assertThat(end.path("reason").asText()).isEqualTo("there are too few codes");
        assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(499, 0, 0));
        assertThat(draw.verdicts(true) + draw.verdicts(false)).isZero();
        assertThat(draw.verdict(Draw.fan(1))).isEmpty();
        eventually().untilAsserted(() -> assertThat(draw.report("la").path("status").asText()).isEqualTo("FAILED"));

        draw.pool("la", 500);
        var again = draw.started("la");
        assertThat(again).isNotEqualTo(failed);
        assertThat(Draw.figures(draw.becomes(again, "FINISHED"))).isEqualTo("total 10 processed 2 failed 0 true 2 false 8");
    }

    @Test
    void shared_code_is_reserved_once_given_to_all_winners_and_told_to_the_code_service_once() {
        draw.market("la", "\"capacity\": 300, \"sharedCode\": true").pool("la", 2).scoring(Draw.fans(400, "la")).entries(Draw.best(400, 300));

        var end = draw.becomes(draw.started("la"), "FINISHED");

        assertThat(Draw.figures(end)).isEqualTo("total 400 processed 300 failed 0 true 300 false 100");
        assertThat(new HashSet<>(draw.codes().values())).hasSize(1);
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(1, 0, 1)));
        assertThat(draw.calls("code", "/assign")).hasSize(1);
    }

    @Test
    void two_markets_of_a_campaign_at_once_give_no_fan_two_codes() {
        draw.market("la", "\"capacity\": 600").market("nyc", "\"capacity\": 600").pool("la", 600).pool("nyc", 600).scoring(Draw.fans(1000, "la", "nyc"));

        var ids = List.of("la", "nyc").parallelStream().map(draw::started).toList();
        ids.forEach(id -> draw.becomes(id, "FINISHED"));

        var processed = ids.stream().mapToLong(id -> draw.selection(id).path("processed").asLong()).sum();
        assertThat(processed).isEqualTo(1000);
        assertThat(draw.codes()).hasSize(1000);
        assertThat(new HashSet<>(draw.codes().values())).hasSize(1000);
        eventually().untilAsserted(() -> assertThat(draw.pool("la").path("assigned").asInt() + draw.pool("nyc").path("assigned").asInt()).isEqualTo(1000));
        assertThat(draw.pool("la").path("reserved").asInt() + draw.pool("nyc").path("reserved").asInt()).isZero();
        assertThat(draw.verdicts(false)).as("true is never overwritten").isZero();
    }

    @Test
    void market_is_selected_once() {
        draw.market("la", "\"capacity\": 1").pool("la", 500).scoring(Draw.fans(2, "la"));

        var answers = Call.parallel(10, () -> draw.start("la"));

        var id = answers.stream().filter(answer -> answer.status() == 202).findFirst().orElseThrow().json().path("selectionId").asText();
        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 202).hasSize(9).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.problem()).isEqualTo("selection-exists");
            assertThat(answer.json().path("selectionId").asText()).isEqualTo(id);
        });
        draw.becomes(id, "FINISHED");
        assertThat(draw.start("la").status()).isEqualTo(409);
    }

    @Test
    void what_cannot_be_selected_is_refused() {
        draw.market("la", "\"capacity\": 1").market("unbounded", "");

        assertThat(draw.start("nowhere").status()).isEqualTo(404);
        assertThat(draw.start("unbounded").problem()).isEqualTo("selection-size-unset");
        draw.status("ACTIVE");
        var open = draw.start("la");
        assertThat(open.status()).isEqualTo(409);
        assertThat(open.problem()).isEqualTo("not-closed");
        var manager = Call.to(world.hub().httpUrl()).as(world.token("m", "campaign-manager"));
        assertThat(manager.post("/api/registration/v1/campaigns/no-such/markets/la/selections", null).status()).isEqualTo(404);
        assertThat(manager.get("/api/registration/v1/selections/no-such").status()).isEqualTo(404);
        assertThat(manager.get("/api/registration/v1/campaigns/no-such/stats").status()).isEqualTo(404);
    }

    @Test
    void nobody_but_campaign_managers_selects_or_reads_selections_and_stats() {
        draw.market("la", "\"capacity\": 1");
        var base = "/api/registration/v1/campaigns/" + draw.campaignId;
        for (var role : List.of("user", "viewer", "admin", "operator")) {
            var caller = Call.to(world.hub().httpUrl()).as(world.token("somebody", role));
            assertThat(caller.post(base + "/markets/la/selections", null).status()).as(role).isEqualTo(403);
            assertThat(caller.get(base + "/stats").status()).as(role).isEqualTo(403);
            assertThat(caller.get("/api/registration/v1/selections/" + draw.campaignId).status()).as(role).isEqualTo(403);
        }
        assertThat(Call.to(world.hub().httpUrl()).post(base + "/markets/la/selections", null).status()).isEqualTo(401);
    }

    @Test
    void campaign_that_was_closed_a_moment_ago_is_selected_at_once_and_the_answer_repeats_under_one_key() {
        draw.status("ACTIVE").market("la", "\"capacity\": 1").pool("la", 500).scoring(Draw.fans(2, "la"));
        var fan = new Presale(world, world.hub()).fan();
        fan.eligibility(draw.campaignId, fan.entry("la"));   // now it is cached as it was

        draw.status("CLOSED");
        var manager = Call.to(world.hub().httpUrl()).as(world.token("m", "campaign-manager")).with("Idempotency-Key", draw.campaignId);
        var path = "/api/registration/v1/campaigns/" + draw.campaignId + "/markets/la/selections";
        var first = manager.post(path, null);
        var second = manager.post(path, null);

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void exactly_the_refused_are_tried_again_with_the_same_code_then_held_and_retried_by_an_operator() {
        var best = Draw.best(60, 10);
        var refused = best.get(3);
        draw.market("la", "\"capacity\": 10").pool("la", 500).scoring(Draw.fans(60, "la"));
        draw.fault("entry", "{\"refuseItems\": [\"" + refused + "\"], \"path\": \"codes\"}");

        var id = draw.started("la");
        var end = draw.becomes(id, "FINISHED");

        assertThat(Draw.figures(end)).isEqualTo("total 60 processed 10 failed 1 true 9 false 50");
        assertThat(draw.codes().keySet()).hasSize(9).doesNotContain(refused);
        eventually().untilAsserted(() -> assertThat(draw.failures()).containsExactly("HELD not-assignable"));
        var asked = new HashMap<String, Integer>();
        var codesOfRefused = new HashSet<String>();
        draw.calls("entry", "/entries/codes").forEach(call -> body(call.path("body")).path("items").forEach(item -> {
            asked.merge(item.path("globalUserId").asText(), 1, Integer::sum);
            if (item.path("globalUserId").asText().equals(refused)) {
                codesOfRefused.add(item.path("code").asText());
            }
        }));
        assertThat(asked.remove(refused)).isGreaterThan(4);
        assertThat(asked.values()).containsOnly(1);
        assertThat(codesOfRefused).hasSize(1);

        draw.restore();
        var operator = Call.to(world.hub().opsUrl()).as(world.token("ops", "operator"));
        assertThat(operator.post("/ops/failures/" + draw.failureIds("HELD").get(0) + "/retry", null).status()).isEqualTo(202);
        eventually().untilAsserted(() -> assertThat(Draw.figures(draw.selection(id))).isEqualTo("total 60 processed 10 failed 0 true 10 false 50"));
        assertThat(draw.codes().get(refused)).isEqualTo("la " + codesOfRefused.iterator().next());
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(490, 0, 10)));
        eventually().untilAsserted(() -> assertThat(Draw.figures(draw.report("la"))).isEqualTo(Draw.figures(draw.selection(id))));
    }

    @Test
    void entry_service_that_answers_late_or_loses_its_answers_changes_nothing() {
        draw.market("la", "\"capacity\": 20").pool("la", 500).scoring(Draw.fans(100, "la"));
        draw.fault("entry", "{\"path\": \"codes\", \"when\": \"afterApply\", \"times\": 5, \"dropConnection\": true}");
        var id = draw.started("la");
        eventually().until(() -> draw.calls("entry", "/entries/codes").size() >= 5);
        draw.fault("entry", "{\"path\": \"codes\", \"times\": 2, \"latencyMs\": 6000}");

        assertThat(Draw.figures(draw.becomes(id, "FINISHED"))).isEqualTo("total 100 processed 20 failed 0 true 20 false 80");
        assertThat(draw.codes().keySet()).containsExactlyElementsOf(Draw.best(100, 20));
        assertThat(draw.failures()).isEmpty();
    }

    @Test
    void verdicts_wait_while_dynamodb_is_away() {
        draw.market("la", "\"capacity\": 5").pool("la", 500).scoring(Draw.fans(50, "la")).entries(IntStream.range(0, 50).mapToObj(Draw::fan).toList());
        world.backend("dynamodb", true);
        var id = draw.started("la");
        eventually().until(() -> draw.calls("entry", "/entries/codes").size() >= 2);
        Draw.pass(Duration.ofSeconds(3));
        assertThat(draw.selection(id).path("status").asText()).isEqualTo("PROCESSING");
        assertThat(draw.selection(id).at("/verdicts/false").asInt()).isZero();

        world.backend("dynamodb", false);

        assertThat(Draw.figures(draw.becomes(id, "FINISHED"))).isEqualTo("total 50 processed 5 failed 0 true 5 false 45");
        assertThat(IntStream.range(0, 50).mapToObj(n -> draw.verdict(Draw.fan(n))).filter(verdict -> verdict.startsWith("true"))).hasSize(5);
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(495, 0, 5)));
        assertThat(draw.failures()).isEmpty();
    }

    @Test
    void code_service_and_stats_that_are_away_are_waited_for_and_a_lost_answer_reserves_nothing_twice() {
        draw.market("la", "\"capacity\": 5").pool("la", 1000).scoring(Draw.fans(50, "la")).entries(Draw.best(50, 5));
        draw.fault("stats", "{\"status\": 503}");
        draw.fault("code", "{\"path\": \"reserve\", \"when\": \"afterApply\", \"times\": 6, \"dropConnection\": true}");

        var id = draw.started("la");
        assertThat(Draw.figures(draw.becomes(id, "FINISHED"))).isEqualTo("total 50 processed 5 failed 0 true 5 false 45");

        assertThat(draw.calls("code", "/codes/reserve").stream().map(call -> call.path("idempotencyKey").asText()).distinct()).hasSize(1);
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(995, 0, 5)));
        assertThat(draw.report("la").path("status").asText()).isNotEqualTo("FINISHED");
        draw.restore();
        eventually().untilAsserted(() -> assertThat(draw.report("la").path("status").asText()).isEqualTo("FINISHED"));
    }

    @Test
    void messages_that_come_twice_or_are_lost_count_once_and_the_stats_of_managers_show_how_far_it_is() {
        draw.market("la", "\"capacity\": 5").market("nyc", "\"capacity\": 5").pool("la", 500).scoring(Draw.fans(300, "la")).entries(Draw.best(300, 5));
        draw.fault("entry", "{\"path\": \"codes\", \"status\": 503}");
        var id = draw.started("la");
        eventually().until(() -> draw.calls("entry", "/entries/codes").size() >= 2);
        eventually().untilAsserted(() -> assertThat(draw.stats().json().at("/markets/0"))
                .isEqualTo(Json.read("{\"marketId\": \"la\", \"registered\": 5, \"eligible\": 300, \"selected\": 0, \"notified\": 0}")));
        assertThat(draw.selection(id).path("status").asText()).isEqualTo("PROCESSING");
        try (var sqs = new Sqs(world)) {
            sqs.purge("saveSelectionQueue");
            draw.restore();
            draw.becomes(id, "FINISHED");
            var winner = draw.codes().entrySet().iterator().next();
            sqs.send("saveSelectionQueue", "{\"globalUserId\": \"" + winner.getKey() + "\", \"marketId\": \"la\", \"code\": \"" + winner.getValue().replace("la ", "") + "\"}",
                    "campaignId", draw.campaignId, "selectionId", id);
            eventually().until(() -> sqs.count("saveSelectionQueue") + sqs.count("verdictReporterQueue") == 0);
        }

        assertThat(Draw.figures(draw.selection(id))).isEqualTo("total 300 processed 5 failed 0 true 5 false 295");
        eventually().untilAsserted(() -> assertThat(draw.poolFigures("la")).isEqualTo(Draw.figures(495, 0, 5)));
        assertThat(draw.calls("code", "/assign")).hasSize(5);
        assertThat(draw.stats().json()).isEqualTo(Json.read("{\"registrations\": 5, \"markets\": [{\"marketId\": \"la\", \"registered\": 5, \"eligible\": 300, \"selected\": 5, \"notified\": 0},"
                + "{\"marketId\": \"nyc\", \"registered\": 0, \"eligible\": 0, \"selected\": 0, \"notified\": 0}]}"));
    }

    @Test
    void market_without_candidates_is_finished_without_codes() {
        draw.market("la", "\"capacity\": 5").scoring(List.of());

        assertThat(Draw.figures(draw.becomes(draw.started("la"), "FINISHED"))).isEqualTo("total 0 processed 0 failed 0 true 0 false 0");
        assertThat(draw.calls("code", "/codes/reserve")).isEmpty();
    }

    @Test
    void metrics_count_what_became_of_selections() {
        draw.market("la", "\"capacity\": 3").market("nyc", "\"capacity\": 3").pool("la", 500).pool("nyc", 3).scoring(Stream.concat(Draw.fans(10, "la", "nyc").stream(), Stream.of(record(null, 1.0, "la")))
                .toList());
        var names = List.of("selections_total{status=\"STARTED\"}", "selections_total{status=\"FINISHED\"}", "selections_total{status=\"FAILED\"}",
                "selection_records_total{outcome=\"valid\"}", "selection_records_total{outcome=\"rejected\"}",
                "selection_verdicts_total{outcome=\"written\",verdict=\"true\"}", "selection_verdicts_total{outcome=\"written\",verdict=\"false\"}");
        var before = names.stream().map(SelectionTest::metric).toList();

        draw.becomes(draw.started("la"), "FINISHED");
        draw.becomes(draw.started("nyc"), "FAILED");

        eventually().untilAsserted(() -> assertThat(IntStream.range(0, names.size()).mapToObj(n -> names.get(n) + " " + (metric(names.get(n)) - before.get(n)))).containsExactly(
                names.get(0) + " 2", names.get(1) + " 1", names.get(2) + " 1", names.get(3) + " 17", names.get(4) + " 1", names.get(5) + " 3", names.get(6) + " 7"));
    }

    private static long metric(String name) {
        return Http.get(world.hub().opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith("hub_" + name)).mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static JsonNode body(JsonNode body) {
        return body.isTextual() ? Json.read(body.textValue()) : body;
    }
}
