package hub.acceptance.awards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutomaticAwardTest {

    private static final String COMPLETED = "certifications.certificationCompleted.v1";
    private static final String COMPLETED_2 = "certifications.certificationCompleted.v2";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));

    @Test
    void new_user_gets_the_welcome_sticker_in_the_same_conversation() {
        var correlation = Made.id("c");
        var account = Call.hub().with("X-Correlation-Id", correlation).post("/api/users/v1/register", Made.registration(Made.email(), Made.PASSWORD))
                .json().path("accountId").asText();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(stickers(account)).containsExactly("welcome"));
        var events = Made.database().sql("select envelope from hub.event_log where subject = ? order by position", account).query(String.class).list();
        assertThat(events).hasSize(2).allMatch(envelope -> envelope.contains("\"correlationid\":\"" + correlation + "\""));
        assertThat(events.get(1)).contains("causationid");
    }

    @Test
    void certification_brings_every_sticker_of_its_rule_and_skips_what_the_user_has() {
        var account = Made.id("a");
        admin.post("/api/award/v1/users/" + account + "/stickers", "{\"stickerId\": \"cloud-hero\"}");

        publish(COMPLETED, account, "{\"accountId\": \"%s\", \"certificationId\": \"cert-cloud-architect\"}".formatted(account));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(stickers(account)).containsExactlyInAnyOrder("cloud-architect", "cloud-hero"));
        assertThat(Made.events("stickers.stickerAssignedToUser.v1", account)).isEqualTo(2);
    }

    @Test
    void certification_without_a_rule_is_recorded_and_brings_nothing() {
        var account = Made.id("a");

        publish(COMPLETED, account, "{\"accountId\": \"%s\", \"certificationId\": \"cert-unheard-of\"}".formatted(account));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(applied(account)).isEqualTo(1));
        assertThat(stickers(account)).isEmpty();
        assertThat(Made.database().count("select count(*) from hub.failure where subject = ? and subscriber = 'awards-certifications'", account)).isZero();
    }

    @Test
    void certification_is_awarded_in_either_version_and_once_where_its_sender_publishes_both() {
        var account = Made.id("a");
        var both = Made.id("e");

        publish(COMPLETED, account, "{\"accountId\": \"%s\", \"certificationId\": \"cert-cloud-foundation\"}".formatted(account));
        publish(COMPLETED_2, account, completed(both, COMPLETED_2, account, "\"certification\": {\"id\": \"cert-cloud-architect\"}"));
        publish(COMPLETED, account, completed(both, COMPLETED, account, "\"certificationId\": \"cert-cloud-architect\""));
        publish(COMPLETED_2, account, completed(Made.id("e"), "certifications.certificationCompleted.v3", account, "\"certification\": {\"id\": \"cert-security\"}"));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(stickers(account)).containsExactlyInAnyOrder("cloud-practitioner", "cloud-architect", "cloud-hero"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Made.database().count(
                "select count(*) from hub.failure where type = ? and code = 'unsupported-version' and status = 'HELD' and convert_from(payload, 'UTF8') like ?", COMPLETED_2, "%" + account + "%")).isEqualTo(1));
        assertThat(Made.events(COMPLETED, account) + Made.events(COMPLETED_2, account)).isEqualTo(2);
    }

    @Test
    void certification_of_the_first_version_stays_so_where_it_is_parked_and_is_brought_up_when_it_is_tried_again() {
        var account = Made.id("a");
        var sticker = "/api/stickers/v1/observability-specialist";
        var kept = admin.get(sticker).body();
        admin.delete(sticker);
        publish(COMPLETED, account, "{\"accountId\": \"%s\", \"certificationId\": \"cert-observability\"}".formatted(account));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Made.database().sql("select code || ' ' || type from hub.failure where subject = ?", account)
                .query(String.class).list()).containsExactly("unknown-sticker " + COMPLETED));

        admin.post("/api/stickers/v1", kept);
        var id = Made.database().sql("select id::text from hub.failure where subject = ?", account).query(String.class).single();
        Http.post(Running.hub().opsUrl() + "/ops/failures/" + id + "/retry", "", "Authorization", "Bearer " + Running.world().token("olga", "operator"));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(stickers(account)).containsExactly("observability-specialist"));
    }

    private static String completed(String id, String type, String account, String certification) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "/academy", "type": "%s", "time": "2026-03-01T10:00:00Z",
                 "data": {"accountId": "%s", %s, "completedAt": "2026-03-01T09:59:30Z"}}""".formatted(id, type, account, certification);
    }

    private static void publish(String topic, String key, String value) {
        try (var kafka = new Kafka(Running.world())) {
            kafka.send(topic, key, value);
        }
    }

    private static long applied(String account) {
        return Made.database().count("""
                select count(*) from hub.delivery d join hub.event_log e using (position)
                 where d.subscriber = 'awards-certifications' and d.outcome = 'applied' and e.subject = ?""", account);
    }

    private List<String> stickers(String account) {
        return admin.get("/api/award/v1/users/" + account + "/stickers").json().path("stickers").findValuesAsText("stickerId");
    }
}
