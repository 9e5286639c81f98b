package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Jmx;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Schedules that two hubs share, and what operators do with them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchedulesTest {

    private static final String NEVER = "0 0 0 1 1 ? 2099";
    private static final String NOON = "2026-12-09T12:00:00Z";
    private static World world;
    private static Database database;
    private static Hub one;
    private static Hub other;

    @BeforeAll
    static void start() {
        world = World.sandboxOnly();
        database = new Database(world);
        database.sql("create schema clockwork").update();
        database.sql("create table clockwork.fired (name text, pid bigint, now text, at timestamptz default clock_timestamp())").update();
        one = launch();
        other = launch();
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        Files.deleteIfExists(hold());
        world.close();
    }

    private static Hub launch() {
        return world.launchHub(Map.of("schedules.misfire-after", "2s", "schedules.check-in", "1s"), SchedulesTest::addRoutes);
    }

    private static void addRoutes(Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/clockwork"));
        Files.writeString(home.resolve("routes/clockwork/clockwork.camel.yaml"), """
                - beans:
                    - name: clockwork
                      type: "#class:hub.acceptance.operations.Clockwork"
                      constructors:
                        "0": "#bean:transactions"
                """ + Stream.of(route("tick", "* * * * * ?", "once"), route("noted", NEVER, "once"), route("slow", NEVER, "once"), route("made-up-for", NEVER, "once"),
                route("let-go", NEVER, "skip"), route("kept", NEVER, "skip")).collect(Collectors.joining()));
    }

    private static String route(String name, String cron, String misfire) {
        return """
                - route:
                    id: %1$s
                    description: Writes down when it fires.
                    from:
                      uri: kamelet:schedule
                      parameters: {name: %1$s, cron: "%2$s", zone: UTC, misfire: %3$s}
                      steps:
                        - bean:
                            id: write-down-%1$s
                            ref: clockwork
                            method: "fired('%1$s', ${header.now})"
                """.formatted(name, cron, misfire);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }

    private static Path hold() {
        return world.data().resolve("hold");
    }

    private static long fired(String name) {
        return database.count("select count(*) from clockwork.fired where name = ?", name);
    }

    private static List<Long> hubs(String name) {
        return database.sql("select pid from clockwork.fired where name = ? order by at", name).query(Long.class).list();
    }

    private static CommandLine.Ended schedule(String... arguments) {
        return CommandLine.run(Map.of("HUB_DATA", world.data().toString()), Stream.concat(Stream.of("schedule"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Http.Answer act(Hub hub, String path, String role) {
        return Http.post(hub.opsUrl() + "/ops/schedules/" + path, "", "Authorization", "Bearer " + world.token("olga", role));
    }

    private static JsonNode listed(String name) {
        for (var schedule : Http.get(one.opsUrl() + "/ops/schedules", "Authorization", "Bearer " + world.token("vera", "viewer")).json().path("items")) {
            if (schedule.path("name").asText().equals(name)) {
                return schedule;
            }
        }
        throw new IllegalStateException("no schedule " + name);
    }

    /** Ten firings span nine seconds, less what the first was late; fired at both hubs they would span half of that. */
    @Test
    void each_time_is_fired_at_one_hub() {
        var from = database.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        eventually().until(() -> database.count("select count(*) from clockwork.fired where name = 'tick' and at > ?", from) >= 10);

        assertThat(database.sql("select at from clockwork.fired where name = 'tick' and at > ? order by at limit 10", from).query(OffsetDateTime.class).list())
                .satisfies(times -> assertThat(Duration.between(times.get(0), times.get(9))).isGreaterThan(Duration.ofSeconds(7)));
    }

    @Test
    void schedules_of_the_project_are_listed_with_their_times() {
        var sweep = listed("sweep-replication");

        assertThat(sweep.path("cron").asText()).isEqualTo("0 0/10 * * * ?");
        assertThat(sweep.path("zone").asText()).isEqualTo("UTC");
        assertThat(Instant.parse(sweep.path("next").asText())).isAfter(Instant.now().minusSeconds(60));
        assertThat(schedule("list").output()).contains("sweep-replication", "housekeeping", "forget-published");
    }

    @Test
    void operator_pauses_and_resumes_a_schedule_of_all_hubs() {
        assertThat(act(one, "tick/pause", "viewer").status()).isEqualTo(403);
        assertThat(act(one, "tock/pause", "operator").status()).isEqualTo(404);
        assertThat(act(one, "tick/pause", "operator").json().path("state").asText()).isEqualTo("PAUSED");
        staysSilent();

        assertThat(schedule("resume", "tick").exitCode()).isZero();
        var before = fired("tick");
        eventually().until(() -> fired("tick") > before);
    }

    @Test
    void schedule_is_paused_and_resumed_over_jmx() throws Exception {
        jmx(one, "pauseTrigger");
        assertThat(listed("tick").path("state").asText()).isEqualTo("PAUSED");
        staysSilent();

        jmx(other, "resumeTrigger");
        var before = fired("tick");
        eventually().until(() -> fired("tick") > before);
    }

    /** No firing for two seconds; one that was under way when the schedule was paused may still arrive. */
    private static void staysSilent() {
        Awaitility.await().atMost(10, SECONDS).pollInterval(100, TimeUnit.MILLISECONDS)
                .until(() -> database.sql("select coalesce(max(at) < clock_timestamp() - interval '2 seconds', true) from clockwork.fired where name = 'tick'").query(Boolean.class).single());
    }

    private static void jmx(Hub hub, String operation) throws Exception {
        Jmx.invoke(hub, "quartz:type=QuartzScheduler,*", null, operation, "tick", "hub");
    }

    /** As if no hub had run at those times. */
    @Test
    void missed_times_are_made_up_for_by_one_firing_or_skipped_as_the_schedule_says() {
        var past = Instant.now().minusSeconds(3600).toEpochMilli();
        database.sql("update quartz.triggers set next_fire_time = ? where trigger_name in ('made-up-for', 'let-go')", past).update();

        eventually().until(() -> fired("made-up-for") == 1 && listed("let-go").path("next").asText().startsWith("2099"));

        assertThat(fired("let-go")).isZero();
        assertThat(listed("made-up-for").path("next").asText()).startsWith("2099");
    }

    @Test
    void operator_runs_a_schedule_by_hand_and_says_what_time_it_is() {
        assertThat(schedule("run", "noted", "--now", NOON).output()).startsWith("noted runs");
        eventually().until(() -> database.sql("select now from clockwork.fired where name = 'noted'").query(String.class).list().contains(NOON));

        assertThat(act(one, "noted/run", "operator").status()).isEqualTo(202);
        eventually().until(() -> fired("noted") >= 2);
        assertThat(schedule("run", "noted", "--now", "yesterday").exitCode()).isEqualTo(1);
        assertThat(schedule("run", "nothing").errors()).isEqualTo("hub: There is no such schedule.");
    }

    /** The last one, because one of the hubs has other settings after it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void what_a_hub_was_at_when_it_was_killed_is_repeated_by_another_and_pauses_and_changes_outlive_the_hub() throws IOException {
        Files.createFile(hold());
        schedule("run", "slow");
        eventually().until(() -> fired("slow") == 1);
        schedule("pause", "kept");
        var holder = hubs("slow").get(0) == one.pid() ? one : other;
        var heir = holder == one ? other : one;
        holder.kill();

        eventually().until(() -> fired("slow") == 2);
        assertThat(hubs("slow").get(1)).isEqualTo(heir.pid());
        Files.delete(hold());

        change(holder.home().resolve("application.properties"), "schedules.allow-now=true", "schedules.allow-now=false");
        change(holder.home().resolve("routes/clockwork/clockwork.camel.yaml"), "name: kept, cron: \"" + NEVER + "\", zone: UTC", "name: kept, cron: \"" + NEVER + "\", zone: Asia/Tokyo");
        holder.start();
        var refused = schedule("run", "noted", "--now", NOON, "--port", holder.httpUrl().substring(holder.httpUrl().lastIndexOf(':') + 1));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("schedules.allow-now is false");
        assertThat(listed("kept").path("zone").asText()).isEqualTo("Asia/Tokyo");
        assertThat(listed("kept").path("state").asText()).isEqualTo("PAUSED");
    }

    private static void change(Path file, String from, String to) throws IOException {
        var text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
