package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.events.Json;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failures that an operator changes, or takes back after discarding them. */
@ExtendWith(Troubled.Shared.class)
class CorrectionTest {

    private final Troubled hub;
    private final String subject = "corrected-" + UUID.randomUUID();
    private final String olga;

    CorrectionTest(Troubled hub) {
        this.hub = hub;
        this.olga = "Bearer " + hub.world.token("olga", "operator");
    }

    @AfterEach
    void calm() {
        hub.stage.calm(Troubled.LOCAL);
    }

    @Test
    void an_edited_event_is_delivered_as_edited_under_its_own_id_and_its_original_is_kept() {
        var id = held(2, 1).get(0);
        var seen = show(id);
        var changed = payload(seen);
        ((ObjectNode) changed.path("data")).put("stickerName", "7");
        var body = Json.MAPPER.createObjectNode().put("reason", "wrong number");
        body.set("payload", changed);

        assertThat(act(id, "edit", body.toString()).status()).as("without If-Match").isEqualTo(428);
        var edited = edit(id, seen, body);
        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.header("ETag")).isNotEqualTo(seen.header("ETag"));
        var edit = edited.json().path("edits").path(0);
        assertThat(edit.path("operator").asText()).isEqualTo("olga");
        assertThat(edit.path("originalPayload").asText()).isEqualTo(seen.json().path("payload").asText());
        assertThat(edit.path("difference")).isEqualTo(Json.read("[{\"path\": \"/payload/data/stickerName\", \"from\": \"1\", \"to\": \"7\"}]"));
        assertThat(edited.json().path("history").findValuesAsText("what")).contains("edited");
        var stale = edit(id, seen, body);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("detail").asText()).contains("olga changed it");

        assertThat(act(id, "retry", "").status()).isEqualTo(202);

        eventually().untilAsserted(() -> assertThat(hub.stage.effects(Troubled.LOCAL, subject)).containsExactly(7, 2));
        assertThat(hub.database.count("select count(*) from faults.effect where subscriber = ? and n = 7 and event_id = ?", Troubled.LOCAL, seen.json().path("eventId").asText())).isEqualTo(1);
        assertThat(hub.database.count("select count(*) from hub.delivery d join hub.event_log e using (position) where d.subscriber = ? and d.outcome = 'applied' and e.subject = ?",
                Troubled.LOCAL, subject)).isEqualTo(2);
    }

    @Test
    void of_two_edits_at_a_time_one_is_told_that_it_is_late() {
        var id = held(1, 1).get(0);
        var seen = show(id);
        var answers = Stream.of("8", "9").map(name -> CompletableFuture.supplyAsync(() -> {
            var changed = payload(seen);
            ((ObjectNode) changed.path("data")).put("stickerName", name);
            return edit(id, seen, Json.MAPPER.createObjectNode().set("payload", changed)).status();
        })).toList().stream().map(CompletableFuture::join).toList();

        assertThat(answers).containsExactlyInAnyOrder(200, 412);
        assertThat(hub.database.count("select count(*) from hub.failure_edit where failure_id = ?::uuid", id)).isEqualTo(1);
    }

    @Test
    void an_edit_that_makes_another_event_of_it_or_breaks_its_schema_is_refused() {
        var id = held(1, 1).get(0);
        var seen = show(id);
        var another = payload(seen).put("id", "another");
        var broken = payload(seen);
        ((ObjectNode) broken.path("data")).put("stickerId", 7);

        assertThat(edit(id, seen, Json.MAPPER.createObjectNode().set("payload", another)).problem()).isEqualTo("edit-invalid");
        assertThat(edit(id, seen, Json.MAPPER.createObjectNode().set("payload", broken)).json().path("detail").asText()).contains("data/stickerId");
        assertThat(show(id).header("ETag")).isEqualTo(seen.header("ETag"));
    }

    @Test
    void a_record_that_the_ingress_refused_is_taken_in_once_its_text_is_put_right() {
        hub.database.sql("insert into users.account (account_id, email, email_key, password_hash, first_name, last_name, registered_at) values (?, ?, ?, 'none', 'A', 'B', now())",
                subject, subject, subject).update();
        hub.kafka.send("users.stickerClaimed.v1", subject, "{\"accountId\": \"" + subject + "\", \"stickerId\": \"welcome\"");
        eventually().until(() -> hub.database.count("select count(*) from hub.failure where code = 'malformed-event' and position(convert_to(?, 'UTF8') in payload) > 0", subject) == 1);
        var id = hub.database.sql("select id::text from hub.failure where code = 'malformed-event' and position(convert_to(?, 'UTF8') in payload) > 0", subject).query(String.class).single();
        var seen = show(id);

        assertThat(edit(id, seen, Json.MAPPER.createObjectNode().put("payload", "{}")).json().path("detail").asText()).contains("breaks the schema");
        assertThat(edit(id, seen, Json.MAPPER.createObjectNode().put("payload", seen.json().path("payload").asText() + "}")).status()).isEqualTo(200);
        assertThat(act(id, "retry", "").status()).isEqualTo(202);

        eventually().untilAsserted(() -> assertThat(hub.database.count("select claimed_sticker_count from users.account where account_id = ?", subject)).isEqualTo(1));
    }

    @Test
    void a_discarded_failure_comes_back_while_its_lane_has_not_gone_on() {
        var lane = held(3, 2);
        discard(lane.get(0));
        eventually().untilAsserted(() -> assertThat(statuses()).containsExactly("DISCARDED", "HELD", "BLOCKED"));

        var restored = act(lane.get(0), "restore", "");

        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.json().path("behind").asInt()).isEqualTo(2);
        assertThat(restored.json().path("blocked").path(0).path("id").asText()).isEqualTo(lane.get(1));
        assertThat(statuses()).containsExactly("HELD", "BLOCKED", "BLOCKED");
        assertThat(act(lane.get(0), "restore", "").problem()).isEqualTo("failure-not-discarded");
        hub.stage.calm(Troubled.LOCAL);
        hub.traffic.write(subject, 1);
        act(lane.get(0), "retry", "");
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, subject);
    }

    @Test
    void a_discarded_failure_does_not_come_back_after_a_later_event_of_its_subject_was_applied() {
        var id = held(1, 1).get(0);
        discard(id);
        assertThat(act(id, "restore", "").status()).as("nothing came since").isEqualTo(200);
        discard(id);

        hub.traffic.write(subject, 1);
        eventually().untilAsserted(() -> assertThat(hub.stage.effects(Troubled.LOCAL, subject)).containsExactly(2));

        assertThat(act(id, "restore", "").problem()).isEqualTo("later-events-applied");
        assertThat(statuses()).containsExactly("DISCARDED");
    }

    @Test
    void a_discarded_failure_does_not_come_back_while_its_subscriber_is_being_rebuilt() {
        var id = held(1, 1).get(0);
        discard(id);
        hub.database.sql("update hub.subscriber set rebuilt_by = 'a-replay' where name = ?", Troubled.LOCAL).update();

        assertThat(act(id, "restore", "").problem()).isEqualTo("subscriber-busy");
        assertThat(statuses()).containsExactly("DISCARDED");

        hub.database.sql("update hub.subscriber set rebuilt_by = null where name = ?", Troubled.LOCAL).update();
        assertThat(act(id, "restore", "").status()).isEqualTo(200);
        discard(id);
    }

    @Test
    void every_act_is_on_record_with_its_operator_and_without_the_payload() {
        var id = held(1, 1).get(0);
        var changed = payload(show(id));
        ((ObjectNode) changed.path("data")).put("stickerName", "7");
        edit(id, show(id), Json.MAPPER.createObjectNode().set("payload", changed));
        discard(id);
        act(id, "restore", "");
        assertThat(act(id, "restore", "").status()).isEqualTo(409);

        var entries = Http.get(hub.hub.opsUrl() + "/ops/audit?target=" + id, "Authorization", olga).json().path("items");

        assertThat(entries).extracting(entry -> entry.path("action").asText()).containsExactly("failures.restore", "failures.discard", "failures.edit");
        assertThat(entries).allSatisfy(entry -> assertThat(entry.path("operator").asText() + " " + entry.path("via").asText()).isEqualTo("olga http"));
        assertThat(entries.path(1).path("detail").path("reason").asText()).isEqualTo("for a test");
        assertThat(entries.path(2).toString()).doesNotContain("stickerName");
    }

    /** Lets the first events of a lane of the test's subject fail; each but the first is blocked. @return their ids in order */
    private List<String> held(int events, int failing) {
        for (int n = 1; n <= failing; n++) {
            hub.stage.upset(Troubled.LOCAL, subject, n, "throw");
        }
        hub.traffic.write(subject, events);
        eventually().until(() -> statuses().size() == events && statuses().get(0).equals("HELD"));
        return hub.database.sql("select id::text from hub.failure where subscriber = ? and subject = ? order by position", Troubled.LOCAL, subject).query(String.class).list();
    }

    private List<String> statuses() {
        return hub.database.failures(Troubled.LOCAL, subject);
    }

    private void discard(String id) {
        assertThat(act(id, "discard", "{\"reason\": \"for a test\"}").status()).isEqualTo(200);
    }

    private Answer show(String id) {
        return Http.get(hub.hub.opsUrl() + "/ops/failures/" + id, "Authorization", olga);
    }

    private static ObjectNode payload(Answer shown) {
        JsonNode payload = Json.read(shown.json().path("payload").asText());
        return (ObjectNode) payload;
    }

    private Answer edit(String id, Answer seen, JsonNode body) {
        return Http.post(hub.hub.opsUrl() + "/ops/failures/" + id + "/edit", body.toString(), "Authorization", olga, "If-Match", seen.header("ETag"));
    }

    private Answer act(String id, String act, String body) {
        return Http.post(hub.hub.opsUrl() + "/ops/failures/" + id + "/" + act, body, "Authorization", olga);
    }
}
