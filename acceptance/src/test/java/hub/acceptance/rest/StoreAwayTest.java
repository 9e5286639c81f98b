package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Call;
import hub.acceptance.Made;
import hub.acceptance.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreAwayTest {

    @Test
    void call_that_needs_an_unreachable_store_is_told_to_come_again_and_succeeds_when_it_is_back() {
        try (var world = World.start()) {
            var admin = Call.to(world.hub().httpUrl()).as(world.token("root", "admin"));
            var path = "/api/award/v1/users/" + Made.id("u") + "/stickers";
            assertThat(admin.get(path).status()).isEqualTo(200);

            world.backend("postgres", true);
            var refused = admin.with("Idempotency-Key", "k").post(path, "{\"stickerId\": \"welcome\"}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("unavailable");
            assertThat(refused.header("Retry-After")).isNotBlank();

            world.backend("postgres", false);
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() ->
                    assertThat(admin.with("Idempotency-Key", "k").post(path, "{\"stickerId\": \"welcome\"}").status()).isEqualTo(201));
        }
    }
}
