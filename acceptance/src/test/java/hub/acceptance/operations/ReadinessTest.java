package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.World;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ready or not, and an end in order. */
class ReadinessTest {

    private static World world;

    @BeforeAll
    static void start() {
        world = World.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"artemis, artemis", "postgres, database", "kafka, kafka"})
    void hub_is_not_ready_without_what_it_needs_and_says_what_is_missing(String backend, String check) {
        world.backend(backend, true);
        try {
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(missing()).contains(check));
            assertThat(Http.get(world.hub().opsUrl() + "/observe/health/live").status()).isEqualTo(200);
        } finally {
            world.backend(backend, false);
        }
        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(missing()).isEmpty());
    }

    @Test
    void second_hub_is_ready_while_the_first_holds_the_relays_and_leaves_nothing_behind_when_it_ends() {
        var second = world.startHub(java.util.Map.of());
        var port = second.httpUrl().replaceFirst(".*:", "");
        await().atMost(30, SECONDS).until(() -> Http.get(second.opsUrl() + "/observe/health/ready").status() == 200);
        assertThat(world.data().resolve("hub-" + port + ".token")).exists();

        second.stop();

        assertThat(world.data().resolve("hub-" + port + ".token")).doesNotExist();
        assertThat(world.data().resolve("hub-" + port + ".pid")).doesNotExist();
        assertThat(second.tail()).contains("shutdown").doesNotContain("not closed cleanly");
    }

    @Test
    void hub_that_has_never_reached_a_backend_is_not_ready_and_one_that_has_goes_on_without() {
        var backends = List.of("kafka", "sqs", "dynamodb");
        var hub = world.hub();
        hub.stop();
        backends.forEach(backend -> world.backend(backend, true));
        try {
            hub.launch();
            await().atMost(60, SECONDS).ignoreExceptions().until(() -> Http.get(hub.opsUrl() + "/observe/health/live").status() == 200);
            for (var backend : backends) {
                await().during(3, SECONDS).atMost(20, SECONDS).until(() -> Http.get(hub.opsUrl() + "/observe/health/ready").status() == 503 && missing().contains(backend));
                world.backend(backend, false);
            }
            hub.awaitReady();

            backends.forEach(backend -> world.backend(backend, true));
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(missing()).containsExactlyInAnyOrderElementsOf(backends));
            assertThat(Http.get(hub.opsUrl() + "/observe/health/ready").status()).isEqualTo(200);
        } finally {
            backends.forEach(backend -> world.backend(backend, false));
        }
    }

    private static List<String> missing() {
        var checks = Http.get(world.hub().opsUrl() + "/observe/health/ready").json().path("checks");
        return StreamSupport.stream(checks.spliterator(), false).filter(check -> check.path("status").asText().equals("DOWN")).map((JsonNode check) -> check.path("name").asText()).toList();
    }
}
