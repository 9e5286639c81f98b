package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.acceptance.Hub;
import hub.events.Json;
import hub.events.ReplayQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events given to subscribers once more. What a subscriber lacks is made by forgetting its claim and its effect, as a restored backup would. */
@ExtendWith(Troubled.Shared.class)
class ReplayTest {

    private final Troubled hub;

    ReplayTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void a_repair_applies_exactly_what_is_missing_in_order_and_skips_the_rest() {
        var a = subject();
        var b = subject();
        applied(a, 10);
        applied(b, 5);
        forget(Troubled.LOCAL, a, 3, 4, 7);
        long logged = hub.database.count("select count(*) from hub.event_log");

        var dry = post(hub.hub, repair(Troubled.LOCAL, a, b).replace("{", "{\"dryRun\": true, ")).json().path("subscribers").path(0);
        assertThat(dry.path("events").asInt()).isEqualTo(15);
        assertThat(dry.path("toApply").asInt()).isEqualTo(3);
        var replay = done(start(repair(Troubled.LOCAL, a, b)));

        assertThat(hub.stage.effects(Troubled.LOCAL, a)).containsExactly(1, 2, 5, 6, 8, 9, 10, 3, 4, 7);
        assertThat(hub.stage.effects(Troubled.LOCAL, b)).containsExactly(1, 2, 3, 4, 5);
        assertCounts(replay, 15, 3, 12, 0);
        assertThat(replay.path("outOfOrder").asInt()).isEqualTo(3);
        assertThat(replay.path("errors").asInt()).isZero();
        assertThat(replay.path("durationMillis").asLong()).isPositive();
        assertThat(queues()).isEmpty();
        assertThat(hub.database.count("select count(*) from hub.event_log")).as("nothing is recorded again").isEqualTo(logged);
        assertCounts(done(start(repair(Troubled.LOCAL, a, b))), 15, 0, 15, 0);
    }

    @Test
    void what_fails_again_is_parked_and_what_is_parked_or_discarded_already_is_left_alone() {
        var subject = subject();
        applied(subject, 2);
        hub.stage.upset(Troubled.LOCAL, subject, 3, "throw");
        hub.traffic.write(subject, 2);
        eventually().until(() -> hub.database.failures(Troubled.LOCAL, subject).equals(List.of("HELD", "BLOCKED")));
        assertCounts(done(start(repair(Troubled.LOCAL, subject))), 4, 0, 2, 2);

        hub.database.sql("update hub.failure set status = 'DISCARDED' where subscriber = ? and subject = ?", Troubled.LOCAL, subject).update();
        hub.database.sql("update hub.delivery set outcome = 'discarded' where subscriber = ? and position in (select position from hub.event_log where subject = ?) and outcome = 'parked'",
                Troubled.LOCAL, subject).update();
        hub.stage.upset(Troubled.LOCAL, subject, 2, "throw");
        forget(Troubled.LOCAL, subject, 2);
        var replay = done(start(repair(Troubled.LOCAL, subject)));

        assertCounts(replay, 4, 0, 3, 1);
        assertThat(replay.path("errors").asInt()).isEqualTo(1);
        hub.stage.calm(Troubled.LOCAL);
        hub.retry(Troubled.LOCAL, subject);
        eventually().until(() -> hub.stage.effects(Troubled.LOCAL, subject).equals(List.of(1, 2)));
    }

    @Test
    void effects_on_partners_are_skipped_unless_they_are_allowed() {
        var subject = subject();
        hub.traffic.write(subject, Troubled.PARTNERED);
        eventually().until(() -> hub.calls(subject).size() == 1 && hub.stage.effects(Troubled.PARTNER, subject).size() == 1);
        hub.database.sql("delete from hub.delivery where subscriber = ? and position in (select position from hub.event_log where subject = ?)", Troubled.PARTNER, subject).update();

        assertCounts(done(start(repair(Troubled.PARTNER, subject))), 1, 0, 1, 0);
        assertThat(hub.calls(subject)).hasSize(1);

        assertCounts(done(start(repair(Troubled.PARTNER, subject).replace("{", "{\"allowEffects\": [\"" + Troubled.PARTNER + "\"], "))), 1, 1, 0, 0);
        assertThat(hub.calls(subject)).hasSize(2).extracting(call -> call.path("idempotencyKey").asText()).as("the partner can tell that it is the same").containsOnly(
                hub.calls(subject).get(0).path("idempotencyKey").asText());
    }

    @Test
    void two_replays_of_the_same_events_apply_each_once() {
        var subjects = IntStream.range(0, 10).mapToObj(n -> subject()).toList();
        subjects.forEach(subject -> applied(subject, 20));
        subjects.forEach(subject -> forget(Troubled.LOCAL, subject, IntStream.rangeClosed(1, 20).toArray()));
        var order = repair(Troubled.LOCAL, subjects.toArray(String[]::new));

        var first = start(order);
        var second = start(order);

        var counts = List.of(done(first), done(second));
        assertThat(counts).allSatisfy(replay -> assertThat(replay.path("events").asInt()).isEqualTo(200));
        assertThat(counts.stream().mapToInt(replay -> replay.path("applied").asInt()).sum()).isEqualTo(200);
        subjects.forEach(subject -> assertThat(hub.stage.effects(Troubled.LOCAL, subject)).containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList()));
    }

    @Test
    void the_range_begins_with_from_and_ends_before_to() {
        var subject = subject();
        hub.traffic.write(subject, 4);
        eventually().until(() -> hub.stage.effects(Troubled.LOCAL, subject).size() == 4);
        var times = hub.database.sql("select recorded_at from hub.event_log where subject = ? order by position", subject).query((row, n) -> row.getTimestamp(1).toInstant()).list();
        forget(Troubled.LOCAL, subject, 1, 2, 3, 4);
        var order = "{\"from\": \"%s\", \"to\": \"%s\", \"subscribers\": [\"%s\"], \"subjects\": [\"%s\"]}".formatted(times.get(1), times.get(3), Troubled.LOCAL, subject);

        assertCounts(done(start(order)), 2, 2, 0, 0);

        assertThat(hub.stage.effects(Troubled.LOCAL, subject)).containsExactly(2, 3);
    }

    @Test
    void a_dry_run_that_takes_too_long_says_how_far_it_has_counted() throws IOException {
        var subject = subject();
        applied(subject, 50);
        var settings = new HashMap<>(Troubled.SETTINGS);
        settings.put("replays.count.patience", "1ms");
        var hasty = hub.world.startHub(settings, home -> copyTests(hub.hub.home(), home));
        try {
            var counted = post(hasty, repair(Troubled.LOCAL, subject).replace("{", "{\"dryRun\": true, ")).json().path("subscribers").path(0);

            assertThat(counted.path("events").asInt()).isLessThan(50);
            assertThat(Instant.parse(counted.path("countedTo").asText())).isBefore(Instant.now());
            assertCounts(done(start(repair(Troubled.LOCAL, subject))), 50, 0, 50, 0);
        } finally {
            hasty.kill();
        }
    }

    @Test
    void several_subscribers_get_what_each_takes_of_the_types_that_are_named() {
        var subject = subject();
        lackedByBoth(subject, 3);

        var both = done(start(repair(Troubled.LOCAL, subject).replace("\"" + Troubled.LOCAL + "\"", "\"" + Troubled.LOCAL + "\", \"" + Troubled.BOUNDED + "\"")
                .replace("{", "{\"types\": [\"" + Traffic.TYPE + "\", \"" + Troubled.BOUND + "\"], ")));

        assertCounts(both, 4, 4, 0, 0);
        assertThat(both.path("subscribers")).extracting(one -> one.path("name").asText() + " " + one.path("applied").asInt())
                .containsExactlyInAnyOrder(Troubled.LOCAL + " 3", Troubled.BOUNDED + " 1");
        assertThat(hub.stage.effects(Troubled.BOUNDED, subject)).containsExactly(4);
    }

    @Test
    void of_more_subscribers_than_a_hub_serves_at_once_those_of_the_oldest_replay_come_first() {
        var subject = subject();
        lackedByBoth(subject, 100);
        var slow = start(repair(Troubled.LOCAL, subject).replace("{", "{\"rate\": 10, "));
        eventually().until(() -> show(slow).path("applied").asInt() > 0);

        var waiting = start(repair(Troubled.BOUNDED, subject));
        eventually().until(() -> queues().contains(ReplayQueues.name(waiting, Troubled.BOUNDED)));
        int then = show(slow).path("applied").asInt();
        eventually().until(() -> show(slow).path("applied").asInt() > then + 10);
        assertThat(show(waiting).path("applied").asInt()).isZero();
        assertThat(act(slow, "cancel").status()).isEqualTo(202);

        assertCounts(done(waiting), 1, 1, 0, 0);
    }

    @Test
    void a_cancelled_replay_applies_nothing_more_and_leaves_no_queue() {
        var subject = subject();
        applied(subject, 100);
        forget(Troubled.LOCAL, subject, IntStream.rangeClosed(1, 100).toArray());
        var id = start(repair(Troubled.LOCAL, subject).replace("{", "{\"rate\": 10, "));
        eventually().until(() -> show(id).path("applied").asInt() > 3);
        assertThat(queues()).contains(ReplayQueues.name(id, Troubled.LOCAL));

        assertThat(act(id, "pause").status()).isEqualTo(202);
        eventually().until(() -> hub.database.count("select count(*) from hub.job where id = ? and owner is null", id) == 1);
        assertThat(act(id, "resume").status()).isEqualTo(202);
        int paused = show(id).path("applied").asInt();
        eventually().until(() -> show(id).path("applied").asInt() > paused);
        assertThat(act(id, "cancel").status()).isEqualTo(202);

        eventually().until(() -> show(id).has("endedAt"));
        var replay = show(id);
        assertThat(replay.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(replay.path("applied").asInt()).isEqualTo(hub.stage.effects(Troubled.LOCAL, subject).size()).isBetween(4, 99);
        assertThat(queues()).doesNotContain(ReplayQueues.name(id, Troubled.LOCAL));
        assertThat(hub.database.count("select count(*) from hub.replay_event where job = ?", id)).isZero();
        assertThat(act(id, "resume").status()).isEqualTo(409);
        assertCounts(done(start(repair(Troubled.LOCAL, subject))), 100, 100 - replay.path("applied").asInt(), replay.path("applied").asInt(), 0);
    }

    @Test
    void a_replay_of_a_hub_that_is_killed_goes_on_at_another_and_every_event_is_counted_once() throws IOException {
        var subjects = IntStream.range(0, 20).mapToObj(n -> subject()).toList();
        subjects.forEach(subject -> applied(subject, 20));
        subjects.forEach(subject -> forget(Troubled.LOCAL, subject, IntStream.rangeClosed(1, 20).toArray()));
        var id = start(repair(Troubled.LOCAL, subjects.toArray(String[]::new)).replace("{", "{\"rate\": 100, "));
        eventually().until(() -> show(id).path("applied").asInt() > 10);
        act(id, "pause");
        var other = hub.world.startHub(Troubled.SETTINGS, home -> copyTests(hub.hub.home(), home));
        try {
            int paused = show(other, id).path("applied").asInt();
            act(id, "resume");
            eventually().until(() -> show(other, id).path("applied").asInt() > paused);
            assertThat(show(other, id).path("status").asText()).isEqualTo("RUNNING");

            hub.hub.kill();

            eventually().until(() -> show(other, id).has("endedAt"));
            assertCounts(show(other, id), 400, 400, 0, 0);
            subjects.forEach(subject -> assertThat(hub.stage.effects(Troubled.LOCAL, subject)).containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList()));
            assertThat(queues()).isEmpty();
        } finally {
            other.kill();
            hub.hub.start();
        }
    }

    @Test
    void what_cannot_be_replayed_is_refused_with_a_word() {
        var good = repair(Troubled.LOCAL, "s");
        var id = UUID.randomUUID().toString();

        assertRefused(400, "invalid-request", good.replace("2020-01-01", "2999-01-01"));
        assertRefused(422, "unknown-subscriber", good.replace(Troubled.LOCAL, "nobody"));
        assertRefused(422, "unknown-event-type", good.replace("{", "{\"types\": [\"no.such.v1\"], "));
        assertRefused(400, "invalid-request", good.replace("{", "{\"types\": [\"" + Troubled.PARTNERED + "\"], "));
        assertRefused(422, "not-rebuildable", "{\"mode\": \"rebuild\", \"subscribers\": [\"" + Troubled.LOCAL + "\"]}");
        var order = good.replace("{", "{\"id\": \"" + id + "\", ");
        assertThat(post(hub.hub, order).status()).isEqualTo(202);
        assertThat(post(hub.hub, order).json().path("id").asText()).as("the same order is the same replay").isEqualTo(id);
        assertRefused(409, "job-id-taken", order.replace("{", "{\"rate\": 7, "));
        assertThat(Http.post(hub.hub.opsUrl() + "/ops/replays", good, "Authorization", "Bearer " + hub.world.token("vera", "viewer")).status()).isEqualTo(403);
        done(id);
    }

    private void assertRefused(int status, String problem, String order) {
        var answer = post(hub.hub, order);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:hub:problem:" + problem);
    }

    private static void assertCounts(JsonNode replay, int events, int applied, int skipped, int parked) {
        assertThat(List.of(replay.path("events").asInt(), replay.path("applied").asInt(), replay.path("skipped").asInt(), replay.path("parked").asInt())).as(replay.toString())
                .containsExactly(events, applied, skipped, parked);
    }

    private static String subject() {
        return "replayed-" + UUID.randomUUID();
    }

    private void applied(String subject, int events) {
        hub.traffic.burst(subject, events);
        eventually().until(() -> hub.stage.effects(Troubled.LOCAL, subject).size() == events);
    }

    /** So many events that one subscriber lacks, and after them one that another lacks. */
    private void lackedByBoth(String subject, int events) {
        applied(subject, events);
        hub.traffic.write(subject, Troubled.BOUND);
        eventually().until(() -> hub.stage.effects(Troubled.BOUNDED, subject).size() == 1);
        forget(Troubled.LOCAL, subject, IntStream.rangeClosed(1, events).toArray());
        forget(Troubled.BOUNDED, subject, events + 1);
    }

    private void forget(String subscriber, String subject, int... numbers) {
        for (int n : numbers) {
            hub.database.sql("""
                    delete from hub.delivery where subscriber = ? and position =
                           (select l.position from hub.event_log l join faults.written w on w.event_id = l.id where w.subject = ? and w.n = ?)""", subscriber, subject, n).update();
            hub.database.sql("delete from faults.effect where subscriber = ? and subject = ? and n = ?", subscriber, subject, n).update();
        }
    }

    /** The order of a repair of all that was recorded of the subjects. */
    private static String repair(String subscriber, String... subjects) {
        return Json.write(Json.MAPPER.createObjectNode().put("from", "2020-01-01T00:00:00Z").put("to", Instant.now().plusSeconds(60).toString())
                .<ObjectNode>set("subscribers", Json.MAPPER.valueToTree(List.of(subscriber)))
                .set("subjects", Json.MAPPER.valueToTree(Arrays.asList(subjects)))).replace("\":", "\": ");
    }

    private String start(String order) {
        var answer = post(hub.hub, order);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private JsonNode done(String id) {
        eventually().until(() -> show(id).has("endedAt"));
        assertThat(show(id).path("status").asText()).isEqualTo("DONE");
        return show(id);
    }

    private Answer post(Hub at, String order) {
        return Http.post(at.opsUrl() + "/ops/replays", order, "Authorization", operator());
    }

    private Answer act(String id, String act) {
        return Http.post(hub.hub.opsUrl() + "/ops/replays/" + id + "/" + act, "", "Authorization", operator());
    }

    private JsonNode show(String id) {
        return show(hub.hub, id);
    }

    private JsonNode show(Hub at, String id) {
        return Http.get(at.opsUrl() + "/ops/replays/" + id, "Authorization", operator()).json();
    }

    private String operator() {
        return "Bearer " + hub.world.token("olga", "operator");
    }

    private List<String> queues() {
        try (var artemis = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + hub.world.port("ARTEMIS_PORT"))) {
            return new ArrayList<>(new ReplayQueues(artemis).all());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The subscribers and types of the tests. */
    private static void copyTests(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("routes/faults"));
        try (var files = Files.list(from.resolve("routes/faults")); var types = Files.list(from.resolve("mappings/events"))) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve("routes/faults").resolve(file.getFileName()));
            }
            for (var type : types.filter(file -> file.getFileName().toString().startsWith("faults.")).toList()) {
                Files.copy(type, to.resolve("mappings/events").resolve(type.getFileName()));
            }
        }
    }
}
