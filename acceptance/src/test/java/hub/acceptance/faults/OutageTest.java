package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backends that go away in the middle of traffic and come back: everything waits, nothing is lost, doubled or blamed on the message. */
class OutageTest {

    private static final String SUBSCRIBER = "through-outages";
    private static final String CLAIMS = "users.stickerClaimed.v1";
    private static final int SUBJECTS = 10;
    /** Longer than any time-out of a connection or a send. */
    private static final Duration LONG = Duration.ofSeconds(13);
    private static World world;
    private static Database database;
    private static Stage stage;
    private static Kafka kafka;

    @BeforeAll
    static void a_hub() {
        world = World.sandboxOnly();
        world.startHub(Map.of("postgres.connection-timeout", "2s"), home -> Stage.subscribe(home, SUBSCRIBER, Map.of("types", Traffic.TYPE)));
        database = new Database(world);
        stage = new Stage(world);
        kafka = new Kafka(world);
    }

    @AfterAll
    static void stop() {
        world.close();
        kafka.close();
    }

    @AfterEach
    void nothing_was_parked() {
        world.backend("artemis", false);
        world.backend("kafka", false);
        world.backend("postgres", false);
        eventually().untilAsserted(() -> assertThat(database.sql("select subscriber || ': ' || reason from hub.failure").query(String.class).list()).isEmpty());
    }

    @Test
    void a_long_outage_of_the_bus_leaves_the_stream_alone() {
        try (var traffic = flowing("bus-")) {
            world.backend("artemis", true);
            pass(LONG);
            long written = stage.written("bus-");
            eventually().until(() -> onKafka("bus-") >= written);
            assertThat(effects("bus-")).isLessThan(written);
            world.backend("artemis", false);

            everythingArrives(traffic, "bus-");
        }
    }

    @Test
    void a_long_outage_of_the_stream_leaves_the_bus_alone() {
        account("away");
        try (var traffic = flowing("stream-")) {
            world.backend("kafka", true);
            pass(LONG);
            long written = stage.written("stream-");
            eventually().until(() -> effects("stream-") >= written);
            world.backend("kafka", false);

            everythingArrives(traffic, "stream-");
            claimsAreCounted("away");
        }
    }

    @Test
    void while_the_database_is_away_rest_answers_503_and_everything_else_waits() {
        account("waiting");
        try (var traffic = flowing("database-")) {
            world.backend("postgres", true);
            var answer = Http.get(world.hub().httpUrl() + "/api/stickers/v1");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(register().status()).isEqualTo(503);
            for (int i = 0; i < 20; i++) {
                claim("waiting", i);
            }
            world.backend("postgres", false);

            everythingArrives(traffic, "database-");
            eventually().untilAsserted(() -> assertThat(claimed("waiting")).isEqualTo(20));
            eventually().until(() -> register().status() == 201);
        }
    }

    @Test
    void when_the_backends_are_killed_and_restarted_the_hub_goes_on() {
        account("restart");
        try (var traffic = flowing("killed-")) {
            world.killSandbox();
            world.startSandbox();

            everythingArrives(traffic, "killed-");
            claimsAreCounted("restart");
            eventually().until(() -> register().status() == 201);
        }
    }

    private static Traffic flowing(String subjects) {
        var traffic = new Traffic(world);
        traffic.flow(subjects, SUBJECTS);
        eventually().until(() -> stage.effects(SUBSCRIBER, subjects + 0).size() > 3 && onKafka(subjects) > 30);
        return traffic;
    }

    private static void everythingArrives(Traffic traffic, String subjects) {
        long before = stage.written(subjects);
        eventually().until(() -> stage.written(subjects) > before + 3 * SUBJECTS);
        traffic.stop();
        stage.everyEventHadItsEffectOnceAndInOrder(SUBSCRIBER, subjects);
        stage.everyEventIsOnKafkaInOrder(kafka, subjects);
    }

    private static void claimsAreCounted(String account) {
        claim(account, 1);
        claim(account, 2);
        claim(account, 2);
        eventually().untilAsserted(() -> assertThat(claimed(account)).isEqualTo(2));
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private static long onKafka(String subjects) {
        return Stage.onKafka(kafka, subjects).values().stream().mapToLong(List::size).sum();
    }

    private static long effects(String subjects) {
        return database.count("select count(*) from faults.effect where subscriber = ? and starts_with(subject, ?)", SUBSCRIBER, subjects);
    }

    private static void account(String id) {
        database.sql("insert into users.account (account_id, email, email_key, password_hash, first_name, last_name, registered_at) values (?, ?, ?, 'none', 'A', 'B', now())", id, id, id).update();
    }

    private static long claimed(String account) {
        return database.count("select claimed_sticker_count from users.account where account_id = ?", account);
    }

    private static void claim(String account, int number) {
        kafka.send(CLAIMS, account, """
                {"specversion": "1.0", "id": "%s-%d", "source": "/outages", "type": "%s", "time": "2026-01-01T00:00:00Z", "data": {"accountId": "%1$s", "stickerId": "welcome"}}"""
                .formatted(account, number, CLAIMS));
    }

    private static Http.Answer register() {
        return Http.post(world.hub().httpUrl() + "/api/users/v1/register", """
                {"emailAddress": "%s@example.org", "password": "Correct-Horse-1", "firstName": "A", "lastName": "B"}""".formatted(UUID.randomUUID()));
    }
}
