package hub.acceptance.queues;

import static hub.acceptance.queues.Office.DESK;
import static hub.acceptance.queues.Office.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SQS workers of hubs that are stopped, killed, or several. */
class SqsStopTest {

    private static Office office;
    private static Hub hub;

    @BeforeAll
    static void an_office() {
        office = new Office();
        hub = office.launchHub();
    }

    @AfterAll
    static void stop() {
        office.close();
    }

    /** As a test begins that needs it: some leave it stopped. */
    private static void itRuns() {
        if (hub.isAlive()) {
            hub.awaitReady();
        } else {
            hub.start();
        }
    }

    @Test
    void a_stop_finishes_what_is_in_work_settles_it_and_gives_back_what_was_not_begun() {
        itRuns();
        office.sqs.sendAll(Office.COUNTER, IntStream.range(0, 5).mapToObj(n -> "slow 2000 " + n).toList());
        eventually().until(() -> office.worked("slow 2000 0") + office.worked("slow 2000 1") > 0);

        hub.stop();

        long worked = office.database.count("select count(*) from desk.worked where body like 'slow 2000%'");
        assertThat(worked).isBetween(1L, 4L);
        assertThat(office.sqs.count(Office.COUNTER)).isEqualTo(5 - worked);
        assertThat(office.sqs.visible(Office.COUNTER)).isEqualTo(5 - worked);
        hub.start();
        eventually().until(() -> office.database.count("select count(distinct body) from desk.worked where body like 'slow 2000%'") == 5 && office.sqs.count(Office.COUNTER) == 0);
        assertThat(office.database.count("select count(*) from desk.worked where body like 'slow 2000%'")).isEqualTo(5);
    }

    @Test
    void a_stop_does_not_wait_for_the_receives_of_empty_queues() {
        itRuns();

        var from = Instant.now();
        hub.stop();
        var took = Duration.between(from, Instant.now());

        assertThat(took).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void a_hub_that_is_killed_in_the_middle_of_its_work_loses_nothing_and_records_each_refusal_once() {
        itRuns();
        var bodies = new ArrayList<>(IntStream.range(0, 400).mapToObj(n -> "do killed-" + n).toList());
        bodies.addAll(IntStream.range(0, 100).mapToObj(n -> "reject killed-" + n).toList());
        office.sqs.sendAll(DESK, bodies);
        for (int kill = 1; kill <= 2; kill++) {
            long enough = 100L * kill;
            eventually().until(() -> worked("do killed-%") >= enough);
            hub.kill();
            hub.start();
        }

        eventually().until(() -> office.database.count("select count(distinct body) from desk.worked where body like 'do killed-%'") == 400 && office.sqs.count(DESK) == 0);
        assertThat(office.sqs.count(DESK + "-dlq")).isZero();
        assertThat(office.database.count("select count(*) from hub.failure where code = 'told-to-reject'")).isEqualTo(100);
    }

    @Test
    void two_hubs_share_a_queue_and_each_message_is_worked_on_once() {
        var second = office.launchHub();
        itRuns();
        second.awaitReady();
        office.sqs.sendAll(DESK, IntStream.range(0, 1000).mapToObj(n -> "do shared-" + n).toList());

        eventually().until(() -> worked("do shared-%") >= 1000 && office.sqs.count(DESK) == 0);
        assertThat(worked("do shared-%")).isEqualTo(1000);
        assertThat(List.of(applied(hub), applied(second))).allMatch(count -> count > 0);
        second.kill();
    }

    @Test
    void a_queue_that_is_missing_is_named_and_is_worked_off_once_it_is_there() throws IOException {
        hub.stop();
        var settings = hub.home().resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("counter-dlq", "counter-dlq,late-dlq"));
        hub.launch();

        eventually().untilAsserted(() -> assertThat(ready().body()).contains("late-dlq: there is no queue late-dlq at hub.sqs.endpoint"));
        office.sqs.create("late", 3);
        var id = office.sqs.send("late-dlq", "do late");

        eventually().untilAsserted(() -> assertThat(office.failures("late", id)).containsExactly("HELD gave-up"));
        eventually().until(() -> ready().status() == 200);
    }

    private static Http.Answer ready() {
        return Http.get(hub.opsUrl() + "/observe/health/ready");
    }

    private static long worked(String pattern) {
        return office.database.count("select count(*) from desk.worked where body like ?", pattern);
    }

    private static double applied(Hub at) {
        return Office.metric(at, "hub_queue_messages_total", "queue=\"desk\"", "outcome=\"applied\"");
    }
}
