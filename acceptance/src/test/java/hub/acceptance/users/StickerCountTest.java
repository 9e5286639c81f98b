package hub.acceptance.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Call;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StickerCountTest {

    private static final String CLAIMED = "users.stickerClaimed.v1";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));

    @Test
    void assigning_and_removing_change_the_count_by_one() {
        var account = Made.account();
        var stickers = "/api/award/v1/users/" + account + "/stickers";
        eventually(account, "assignedStickerCount", 1);   // the welcome sticker

        admin.post(stickers, "{\"stickerId\": \"cloud-hero\"}");
        eventually(account, "assignedStickerCount", 2);

        admin.delete(stickers + "/cloud-hero");
        eventually(account, "assignedStickerCount", 1);

        admin.post(stickers, "{\"stickerId\": \"cloud-hero\"}");
        eventually(account, "assignedStickerCount", 2);
    }

    @Test
    void claim_counts_once_and_assigns_nothing() {
        var account = Made.account();
        eventually(account, "assignedStickerCount", 1);
        var claim = """
                {"specversion": "1.0", "id": "%s", "source": "/shop", "type": "%s", "time": "2026-11-01T10:00:00Z",
                 "data": {"accountId": "%s", "stickerId": "welcome"}}""".formatted(Made.id("e"), CLAIMED, account);

        claim(account, claim);
        claim(account, claim);
        claim(account, "{\"accountId\": \"%s\", \"stickerId\": \"welcome\"}".formatted(account));

        eventually(account, "claimedStickerCount", 2);
        assertThat(details(account, "assignedStickerCount")).isEqualTo(1);
    }

    @Test
    void claim_of_an_unknown_account_is_held_for_an_operator() {
        var account = Made.id("nobody");

        claim(account, "{\"accountId\": \"%s\", \"stickerId\": \"welcome\"}".formatted(account));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(failure(account)).isEqualTo("HELD unknown-account"));
    }

    @Test
    void assignment_to_an_unknown_account_is_held_for_an_operator() {
        var account = Made.id("nobody");

        assertThat(admin.post("/api/award/v1/users/" + account + "/stickers", "{\"stickerId\": \"welcome\"}").status()).isEqualTo(201);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(failure(account)).isEqualTo("HELD unknown-account"));
    }

    private static void claim(String account, String event) {
        try (var kafka = new Kafka(Running.world())) {
            kafka.send(CLAIMED, account, event);
        }
    }

    private static String failure(String subject) {
        return Made.database().sql("select status || ' ' || code from hub.failure where subject = ?", subject).query(String.class)
                .optional().orElse("");
    }

    private static void eventually(String account, String count, int expected) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(details(account, count)).isEqualTo(expected));
    }

    private static int details(String account, String count) {
        return Call.hub().as(Running.world().token(account, "user")).get("/api/users/v1/details").json().path(count).asInt();
    }
}
