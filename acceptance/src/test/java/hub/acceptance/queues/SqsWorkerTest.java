package hub.acceptance.queues;

import static hub.acceptance.queues.Office.COUNTER;
import static hub.acceptance.queues.Office.DESK;
import static hub.acceptance.queues.Office.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What every route that starts from an {@code sqs-worker} gets: outcomes message by message, deliveries, dead letters, outages. */
class SqsWorkerTest {

    private static Office office;
    private static Hub hub;

    @BeforeAll
    static void an_office() {
        office = new Office();
        hub = office.startHub();
    }

    @AfterAll
    static void stop() {
        office.close();
    }

    @AfterEach
    void everything_is_settled() throws IOException {
        Files.deleteIfExists(closed());
        Files.deleteIfExists(broken());
        office.world.backend("sqs", false);
        office.world.backend("postgres", false);
        eventually().untilAsserted(() -> assertThat(List.of(office.sqs.count(DESK), office.sqs.count(COUNTER), office.sqs.count(DESK + "-dlq"))).containsOnly(0L));
    }

    @Test
    void each_message_of_a_batch_ends_as_its_outcome_says_and_is_counted() {
        var applied = office.sqs.send(DESK, "do outcome", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var rejected = office.sqs.send(DESK, "reject outcome", "type", "MARKET", "correlationid", "case-7", "traceparent", "not one");
        var parked = office.sqs.send(DESK, "park outcome");

        eventually().untilAsserted(() -> assertThat(office.failures(DESK, rejected)).containsExactly("REJECTED told-to-reject"));
        eventually().untilAsserted(() -> assertThat(office.failures(DESK, parked)).containsExactly("HELD told-to-park"));
        eventually().until(() -> office.worked("do outcome") == 1 && office.sqs.count(DESK) == 0);
        assertThat(office.failures(DESK, applied)).isEmpty();
        var row = office.database.sql("select * from hub.failure where event_id = ?", rejected).query().singleRow();
        assertThat(row).containsEntry("flow", "work-at-desk").containsEntry("type", "MARKET").containsEntry("correlation_id", "case-7").containsEntry("source", "/sqs/desk")
                .containsEntry("reason", "the message says so").containsEntry("payload", "reject outcome".getBytes());
        assertThat((String) row.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        eventually().untilAsserted(() -> assertThat(List.of(metric("applied"), metric("rejected"), metric("parked"))).allMatch(count -> count >= 1));
        assertThat(office.database.count("select count(*) from hub.incident where key like 'work-at-desk/%'")).isEqualTo(1);
    }

    @Test
    void a_record_has_its_attributes_as_headers_and_none_that_steers_camel() {
        office.sqs.send(COUNTER, "do headers", Map.of("colour", text("blue"), "CamelBeanMethodName", text("exit"), "number", MessageAttributeValue.builder().dataType("Number").stringValue("7").build(),
                "bytes", MessageAttributeValue.builder().dataType("Binary").binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1})).build(),
                "correlationid", text("case-8"), "traceparent", text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));

        eventually().until(() -> office.worked("do headers") == 1);
        assertThat(office.database.sql("select context from desk.worked where body = 'do headers'").query(String.class).single())
                .contains("colour=blue", "number=7", "correlationId=case-8", "traceparent=00-0af7651916cd43dd8448eb211c80319c").doesNotContain("CamelBeanMethodName", "bytes=");
    }

    @Test
    void a_record_whose_step_refuses_it_for_good_is_rejected_with_the_step_and_its_neighbours_are_applied() {
        office.sqs.sendAll(COUNTER, List.of("do neighbour-1", "reject neighbour", "do neighbour-2"));

        eventually().until(() -> office.worked("do neighbour-1") == 1 && office.worked("do neighbour-2") == 1);
        eventually().untilAsserted(() -> assertThat(office.database.sql("select status || ' ' || code || ' ' || step from hub.failure where flow = 'work-at-counter'").query(String.class).list())
                .containsExactly("REJECTED told-to-reject work-on-message"));
    }

    @Test
    void a_message_that_fails_too_often_is_parked_and_its_retry_keeps_attributes_and_record_id() throws IOException {
        Files.createFile(broken());
        var id = office.sqs.send(DESK, "do dead", "colour", "blue");

        eventually().untilAsserted(() -> assertThat(office.failures(DESK, id)).containsExactly("HELD gave-up"));
        assertThat(office.database.sql("select flow, attempts from hub.failure where event_id = ?", id).query().singleRow()).containsEntry("flow", "drain-queue-dead-letters").containsEntry("attempts", Office.RECEIVES + 1);
        assertThat(metric("retry")).isGreaterThanOrEqualTo(Office.RECEIVES);
        Files.delete(broken());

        office.retry(hub, id);

        eventually().until(() -> office.worked("do dead") == 1);
        assertThat(office.database.sql("select context from desk.worked where body = 'do dead'").query(String.class).single()).contains("colour=blue", "recordId=" + id);
        eventually().untilAsserted(() -> assertThat(office.failures(DESK, id)).containsExactly("RESOLVED gave-up"));
    }

    @Test
    void what_lands_in_a_dead_letter_queue_is_in_the_failure_store_within_ten_seconds() {
        var id = office.sqs.send(DESK + "-dlq", "do landed");

        eventually().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(office.failures(DESK, id)).containsExactly("HELD gave-up"));
    }

    @Test
    void a_message_that_is_worked_on_for_longer_than_its_visibility_is_not_delivered_twice() {
        office.sqs.send(DESK, "slow 8000");
        office.sqs.send(COUNTER, "slow 8001");

        eventually().until(() -> office.worked("slow 8000") == 1);
        eventually().until(() -> office.worked("slow 8001") == 1 && office.sqs.count(DESK) + office.sqs.count(COUNTER) == 0);
        assertThat(office.worked("slow 8000") + office.worked("slow 8001")).isEqualTo(2);
    }

    @Test
    void while_the_destination_is_away_nothing_is_received_no_delivery_is_used_up_and_the_metrics_show_what_waits() throws IOException {
        Files.createFile(closed());
        office.sqs.sendAll(DESK, IntStream.range(0, 200).mapToObj(n -> "do away-" + n).toList());

        pass(Duration.ofSeconds((Office.VISIBILITY + 1) * Office.RECEIVES));
        assertThat(office.sqs.visible(DESK)).isGreaterThanOrEqualTo(200 - 3 * 25);
        assertThat(office.sqs.count(DESK + "-dlq")).isZero();
        eventually().untilAsserted(() -> assertThat(Office.metric(hub, "hub_queue_depth", "kind=\"sqs\"", "name=\"desk\"")).isGreaterThanOrEqualTo(200 - 3 * 25));
        assertThat(Office.metric(hub, "hub_queue_in_hand", "queue=\"desk\"")).isPositive();
        assertThat(Office.metric(hub, "hub_queue_away", "queue=\"desk\"")).isEqualTo(1);
        Files.delete(closed());

        eventually().until(() -> office.database.count("select count(distinct body) from desk.worked where body like 'do away-%'") == 200);
        assertThat(office.database.sql("select max(received) from desk.worked where body like 'do away-%'").query(Integer.class).single()).isEqualTo(1);
        assertThat(office.database.count("select count(*) from desk.worked where body like 'do away-%'")).isEqualTo(200);
    }

    @Test
    void while_the_database_is_away_nothing_is_deleted_that_has_to_be_recorded() {
        office.world.backend("postgres", true);
        office.sqs.sendAll(DESK, List.of("reject dark-1", "do dark-2", "park dark-3"));

        pass(Duration.ofSeconds(2 * Office.VISIBILITY));
        assertThat(office.sqs.count(DESK)).isEqualTo(3);
        office.world.backend("postgres", false);

        eventually().until(() -> office.worked("do dark-2") == 1 && office.sqs.count(DESK) == 0);
        assertThat(office.database.sql("select status from hub.failure where payload in ('reject dark-1'::bytea, 'park dark-3'::bytea) order by status").query(String.class).list())
                .containsExactly("HELD", "REJECTED");
    }

    @Test
    void while_sqs_is_away_the_hub_says_so_and_goes_on_when_it_is_back() {
        office.sqs.sendAll(DESK, List.of("slow 3000", "do before"));
        eventually().until(() -> office.worked("slow 3000") == 1);
        office.world.backend("sqs", true);

        eventually().untilAsserted(() -> assertThat(Http.get(hub.opsUrl() + "/observe/health/ready").body()).contains("\"sqs\",\"status\":\"DOWN\""));
        office.world.backend("sqs", false);

        office.sqs.send(DESK, "do after");
        eventually().until(() -> office.worked("do after") == 1 && office.sqs.count(DESK) == 0);
        eventually().untilAsserted(() -> assertThat(Http.get(hub.opsUrl() + "/observe/health/ready").status()).isEqualTo(200));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private static double metric(String outcome) {
        return Office.metric(hub, "hub_queue_messages_total", "queue=\"desk\"", "outcome=\"" + outcome + "\"");
    }

    private static Path closed() {
        return hub.home().resolve("closed");
    }

    private static Path broken() {
        return hub.home().resolve("broken");
    }

    private static void pass(Duration time) {
        var end = Instant.now().plus(time);
        Awaitility.await().atMost(time.plusSeconds(10)).until(() -> Instant.now().isAfter(end));
    }
}
