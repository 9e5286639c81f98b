package hub.acceptance.backbone;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Artemis;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every subscriber gets from the building block, shown on the very file of the README: order, duplicates, retry, parking, release, metrics, trace. */
class ConformanceTest {

    private static final String SUBSCRIBER = "watch-award-changes";
    private static World world;
    private static Database database;
    private static String admin;

    @BeforeAll
    static void a_hub_with_the_route_of_the_readme() throws IOException {
        world = World.sandboxOnly();
        world.startHub(Map.of("failures.retry.delays", "100ms"), home -> Files.writeString(home.resolve("routes/awards/" + SUBSCRIBER + ".camel.yaml"), routeOfReadme()));
        database = new Database(world);
        admin = "Bearer " + world.token("boss", "admin");
        database.sql("""
                create function refuse_incident() returns trigger language plpgsql as $$
                begin
                    if exists (select from refused where key = new.key) then
                        raise exception 'refused by the test';
                    end if;
                    return new;
                end $$""").update();
        database.sql("create table refused (key text primary key)").update();
        database.sql("create trigger refuse before insert or update on hub.incident for each row execute function refuse_incident()").update();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void events_of_a_subject_take_effect_in_their_order() {
        award("orderly", "welcome");
        remove("orderly", "welcome");
        award("orderly", "welcome");

        await().atMost(20, SECONDS).until(() -> incidentCount("orderly") == 3);
        assertThat(summary("orderly")).endsWith("event " + positions("orderly").get(2));
        assertThat(positionsByEffect("orderly")).isEqualTo(positions("orderly"));
    }

    @Test
    void a_duplicate_has_no_second_effect_and_is_counted() {
        award("twice", "welcome");
        await().atMost(20, SECONDS).until(() -> incidentCount("twice") == 1);

        try (var artemis = new Artemis(world)) {
            artemis.sendAgain(SUBSCRIBER, database.recorded(positions("twice").get(0)));
        }

        await().atMost(20, SECONDS).until(() -> metric("duplicate") >= 1);
        assertThat(incidentCount("twice")).isEqualTo(1);
    }

    @Test
    void a_failing_event_is_tried_three_times_and_parked_with_all_that_an_operator_needs() {
        refuse("unlucky");
        award("unlucky", "welcome", "X-Correlation-Id", "case-7", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        await().atMost(20, SECONDS).until(() -> database.failures(SUBSCRIBER, "unlucky").equals(List.of("HELD")));
        var row = database.sql("select * from hub.failure where subscriber = ? and subject = ?", SUBSCRIBER, "unlucky").query().singleRow();
        assertThat(row).containsEntry("flow", SUBSCRIBER).containsEntry("type", "stickers.stickerAssignedToUser.v1")
                .containsEntry("correlation_id", "case-7").containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .containsEntry("attempts", 4);
        assertThat(row.get("step")).isNotNull();
        assertThat((String) row.get("reason")).contains("refused by the test");
    }

    @Test
    void later_events_wait_behind_a_parked_one_while_other_subjects_flow_and_a_retry_releases_the_lane_in_order() {
        refuse("stuck");
        award("stuck", "welcome");
        await().atMost(20, SECONDS).until(() -> database.failures(SUBSCRIBER, "stuck").equals(List.of("HELD")));
        remove("stuck", "welcome");
        award("stuck", "welcome");
        award("neighbour", "welcome");

        await().atMost(20, SECONDS).until(() -> database.failures(SUBSCRIBER, "stuck").equals(List.of("HELD", "BLOCKED", "BLOCKED")));
        await().atMost(20, SECONDS).until(() -> incidentCount("neighbour") == 1);
        assertThat(incidentCount("stuck")).isZero();

        database.sql("delete from refused").update();
        var head = database.sql("select id::text from hub.failure where subscriber = ? and subject = ? and status = 'HELD'", SUBSCRIBER, "stuck").query(String.class).single();
        assertThat(Http.post(world.hub().opsUrl() + "/ops/failures/" + head + "/retry", "{}", "Authorization", "Bearer " + world.token("op", "operator")).status()).isEqualTo(202);

        await().atMost(20, SECONDS).until(() -> incidentCount("stuck") == 3);
        assertThat(positionsByEffect("stuck")).isEqualTo(positions("stuck"));
        assertThat(database.failures(SUBSCRIBER, "stuck")).containsOnly("RESOLVED");
    }

    @Test
    void its_events_show_in_the_metrics_by_what_they_came_to() {
        award("measured", "welcome");
        await().atMost(20, SECONDS).until(() -> incidentCount("measured") == 1);

        assertThat(metric("applied")).isPositive();
        assertThat(scrape()).contains("hub_event_latency_seconds_count{subscriber=\"" + SUBSCRIBER + "\"", "hub_handler_seconds_count{subscriber=\"" + SUBSCRIBER + "\"");
    }

    private static String routeOfReadme() throws IOException {
        var block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(World.HOME.resolve("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static void award(String user, String sticker, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", admin));
        all.addAll(List.of(headers));
        assertThat(Http.post(world.hub().httpUrl() + "/api/award/v1/users/" + user + "/stickers", "{\"stickerId\": \"" + sticker + "\"}", all.toArray(String[]::new)).status())
                .isEqualTo(201);
    }

    private static void remove(String user, String sticker) {
        assertThat(Http.call("DELETE", world.hub().httpUrl() + "/api/award/v1/users/" + user + "/stickers/" + sticker, null, "Authorization", admin).status()).isEqualTo(200);
    }

    private static void refuse(String user) {
        database.sql("insert into refused values (?)", "award-changes/" + user).update();
    }

    private static long incidentCount(String user) {
        return database.sql("select count from hub.incident where key = ?", "award-changes/" + user).query(Long.class).optional().orElse(0L);
    }

    private static String summary(String user) {
        return database.sql("select summary from hub.incident where key = ?", "award-changes/" + user).query(String.class).single();
    }

    private static List<Long> positions(String user) {
        return database.sql("select position from hub.event_log where subject = ? order by position", user).query(Long.class).list();
    }

    private static List<Long> positionsByEffect(String user) {
        return database.sql("select position from hub.delivery join hub.event_log using (position) where subscriber = ? and subject = ? and outcome = 'applied' order by at",
                SUBSCRIBER, user).query(Long.class).list();
    }

    private static String scrape() {
        return Http.get(world.hub().opsUrl() + "/observe/metrics").body();
    }

    private static double metric(String outcome) {
        return scrape().lines().filter(line -> line.startsWith("hub_events_consumed_total{") && line.contains("subscriber=\"" + SUBSCRIBER + "\"")
                && line.contains("outcome=\"" + outcome + "\"")).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
