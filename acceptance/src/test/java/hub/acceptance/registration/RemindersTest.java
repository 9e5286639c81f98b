package hub.acceptance.registration;

import static hub.acceptance.registration.Reminding.eventually;
import static hub.acceptance.registration.Reminding.winner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Sqs;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Presale registration, use case 4, on two hubs whose schedules are run by hand. Each test has a day of its own. */
class RemindersTest {

    private static Reminding reminding;

    @BeforeAll
    static void start() {
        reminding = new Reminding();
    }

    @AfterAll
    static void stop() {
        reminding.close();
    }

    @AfterEach
    void restore() {
        Http.call("DELETE", reminding.world.sandboxUrl() + "/faults", null);
    }

    @Test
    void presale_is_planned_once_whichever_hub_plans_and_stays_planned() {
        reminding.campaign("plan", "2027-01-10T10:30:00-08:00", "{}");
        reminding.campaign("too-far", "2027-01-11T11:30:00Z", "{}");
        var open = (ObjectNode) reminding.campaign("plan").deepCopy();
        reminding.campaign("open", open.put("status", "ACTIVE").put("campaignId", "open"));
        reminding.winners("plan", 600);
        var before = reminding.metric("planned");

        reminding.begin(reminding.one, "plan-sends", "2027-01-10T08:00:00Z");
        reminding.begin(reminding.other, "plan-sends", "2027-01-10T08:00:00Z");
        reminding.isIdle("plan-sends");

        assertThat(reminding.date("plan", "notification")).isEqualTo("2027-01-10T17:30:00.000Z");
        assertThat(reminding.metric("planned") - before).isEqualTo(1);
        assertThat(reminding.date("too-far", "notification")).isEmpty();
        assertThat(reminding.date("open", "notification")).isEmpty();

        reminding.winners("plan", 1);
        reminding.run(reminding.one, "plan-sends", "2027-01-10T09:00:00Z");
        assertThat(reminding.date("plan", "notification")).isEqualTo("2027-01-10T17:30:00.000Z");
    }

    @Test
    void market_that_cannot_be_counted_is_not_planned_others_are_and_the_on_call_hears_of_it() {
        reminding.campaign("uncounted", "2027-01-20T18:30:00Z", "{}");
        reminding.campaign("counted", "2027-01-20T14:30:00Z", "{}");
        reminding.fault("entry", "{\"status\": 503, \"path\": \"/uncounted/counts\"}");

        reminding.run(reminding.one, "plan-sends", "2027-01-20T08:00:00Z");
        assertThat(reminding.date("uncounted", "notification")).isEmpty();
        assertThat(reminding.date("counted", "notification")).isEqualTo("2027-01-20T13:30:00.000Z");
        assertThat(reminding.incidents()).anyMatch(incident -> incident.startsWith("count-fans-to-notify/") || incident.startsWith("plan-sends/"));

        reminding.clear("entry");
        reminding.run(reminding.other, "plan-sends", "2027-01-20T08:00:00Z");
        assertThat(reminding.date("uncounted", "notification")).isEqualTo("2027-01-20T17:30:00.000Z");
    }

    @Test
    void winners_with_a_code_of_the_market_and_a_us_number_are_reminded_once_whoever_polls_how_often() {
        reminding.campaign("tour", "2027-02-01T18:30:00Z", "{\"notification\": \"2027-02-01T17:30:00.000Z\"}");
        var records = Json.MAPPER.createArrayNode();
        records.add(winner("w-us", "+12135550100", "en-US")).add(winner("w-fr", "+15145550100", "fr-CA")).add(winner("w-uk", "+442079460000", "en-GB"))
                .add(winner("w-no-text", "+12135550101", "ja-JP")).add(winner("w-no-locale", "+12135550102", null)).add(winner("w-lost", "+12135550103", "en-US").put("verdict", false));
        var elsewhere = winner("w-elsewhere", "+12135550104", "en-US");
        ((ObjectNode) elsewhere.path("code")).put("marketId", "ny");
        reminding.scoring("tour", records.add(elsewhere));
        double leftOut = reminding.metric("left-out");

        reminding.begin(reminding.one, "poll-markets", "2027-02-01T17:29:59.999Z");
        reminding.isIdle("poll-markets");
        assertThat(reminding.date("tour", "notified")).as("not due yet").isEmpty();
        reminding.begin(reminding.one, "poll-markets", "2027-02-01T17:30:00Z");
        reminding.begin(reminding.other, "poll-markets", "2027-02-01T17:30:00Z");
        reminding.isIdle("poll-markets");

        assertThat(reminding.date("tour", "notified")).isEqualTo("2027-02-01T17:30:00.000Z");
        var reminder = reminding.reminder("tour", "w-us");
        assertThat(reminder).containsOnlyKeys("PK", "SK", "message", "phoneNumber", "locale", "marketId", "code");
        assertThat(reminder.get("code").s()).isEqualTo("X-w-us");
        assertThat(reminder.get("message").s()).contains("Monday, February 1, 2027", "10:30 AM", "X-w-us", "https://t.example/la");
        assertThat(List.of("w-uk", "w-no-text", "w-no-locale", "w-lost", "w-elsewhere")).allSatisfy(fan -> assertThat(reminding.reminder("tour", fan)).as(fan).isEmpty());
        assertThat(reminding.metric("left-out") - leftOut).isEqualTo(2);

        eventually().until(() -> reminding.messages("tour").size() == 2);
        assertThat(reminding.messages("tour")).extracting(message -> message.path("phoneNumber").asText()).containsExactlyInAnyOrder("+12135550100", "+15145550100");
        eventually().until(() -> reminding.database.count("select count(*) from registration.reminder where campaign_id = 'tour' and message_id <> ''") == 2);

        double skipped = reminding.metric("skipped");
        reminding.run(reminding.other, "poll-markets", "2027-02-01T17:35:00Z");
        assertThat(reminding.metric("skipped") - skipped).isEqualTo(1);
        var manager = Call.to(reminding.one.httpUrl()).as(reminding.world.token("mia", "campaign-manager"));
        assertThat(manager.get("/api/registration/v1/campaigns/tour/stats").json().at("/markets/0/notified").asLong()).isEqualTo(2);
    }

    @Test
    void poll_cleans_up_after_the_presale_and_leaves_alone_what_is_too_late() {
        reminding.campaign("past", "2027-02-10T18:30:00Z", "{\"notification\": \"2027-02-10T17:30:00.000Z\"}");
        reminding.winners("past", 1);

        reminding.run(reminding.one, "poll-markets", "2027-02-10T18:25:00.001Z");
        assertThat(reminding.date("past", "notification")).isEqualTo("2027-02-10T17:30:00.000Z");
        assertThat(reminding.date("past", "notified")).isEmpty();

        reminding.run(reminding.one, "poll-markets", "2027-02-10T18:30:00Z");
        assertThat(reminding.date("past", "notification")).isEmpty();
        assertThat(reminding.reminder("past", "past-fan-1")).isEmpty();
    }

    @Test
    void market_without_fans_is_notified_with_no_record() {
        reminding.campaign("nobody", "2027-02-20T18:30:00Z", "{\"notification\": \"2027-02-20T17:30:00.000Z\"}");

        reminding.run(reminding.one, "poll-markets", "2027-02-20T18:00:00Z");

        assertThat(reminding.date("nobody", "notified")).isEqualTo("2027-02-20T18:00:00.000Z");
    }

    @Test
    void campaign_that_its_service_does_not_know_is_skipped() {
        reminding.campaign("unknown", "2027-03-01T18:30:00Z", "{\"notification\": \"2027-03-01T17:30:00.000Z\"}");
        reminding.campaign("known", "2027-03-01T18:30:00Z", "{\"notification\": \"2027-03-01T17:30:00.000Z\"}");
        reminding.fault("campaign", "{\"status\": 404, \"path\": \"/unknown\"}");

        reminding.run(reminding.one, "poll-markets", "2027-03-01T17:30:00Z");
        reminding.clear("campaign");

        assertThat(reminding.date("unknown", "notified")).isEmpty();
        assertThat(reminding.date("known", "notified")).isNotEmpty();
    }

    @Test
    void total_failure_is_one_incident_and_the_next_poll_completes_it_without_a_second_message() {
        reminding.campaign("outage", "2027-03-10T18:30:00Z", "{\"notification\": \"2027-03-10T17:30:00.000Z\"}");
        reminding.winners("outage", 60);
        reminding.world.backend("dynamodb", true);

        reminding.run(reminding.one, "poll-markets", "2027-03-10T17:30:00Z");
        reminding.run(reminding.other, "poll-markets", "2027-03-10T17:35:00Z");
        assertThat(reminding.date("outage", "notified")).isEmpty();
        assertThat(reminding.incidents()).contains("notification-generator/outage-la 2");
        assertThat(reminding.metric("failed")).isPositive();
        reminding.world.backend("dynamodb", false);

        eventually().untilAsserted(() -> {
            reminding.run(reminding.one, "poll-markets", "2027-03-10T17:40:00Z");
            assertThat(reminding.date("outage", "notified")).isNotEmpty();
        });
        eventually().until(() -> reminding.messages("outage").size() == 60);

        // as if the mark had been lost after all was written
        reminding.campaign("outage", "2027-03-10T18:30:00Z", "{\"notification\": \"2027-03-10T17:30:00.000Z\"}");
        double written = reminding.metric("written");
        eventually().untilAsserted(() -> {
            reminding.run(reminding.other, "poll-markets", "2027-03-10T17:45:00Z");
            assertThat(reminding.date("outage", "notified")).isNotEmpty();
        });
        assertThat(reminding.metric("written") - written).isGreaterThanOrEqualTo(60);
        reminding.campaign("after", "2027-03-10T18:30:00Z", "{\"notification\": \"2027-03-10T17:30:00.000Z\"}");
        reminding.winners("after", 1);
        reminding.run(reminding.one, "poll-markets", "2027-03-10T17:50:00Z");
        eventually().until(() -> reminding.messages("after").size() == 1);
        assertThat(reminding.messages("outage")).hasSize(60).extracting(message -> message.path("idempotencyKey").asText()).doesNotHaveDuplicates();
    }

    @Test
    void market_that_fails_keeps_no_other_from_its_turn_and_has_an_incident_of_its_own() {
        for (var id : List.of("turn-a", "turn-b", "turn-c")) {
            reminding.campaign(id, "2027-03-15T18:30:00Z", "{\"notification\": \"2027-03-15T17:30:00.000Z\"}");
            reminding.winners(id, 1);
        }
        reminding.fault("campaign", "{\"status\": 500, \"path\": \"/turn-b\"}");

        reminding.run(reminding.one, "poll-markets", "2027-03-15T17:30:00Z");
        reminding.clear("campaign");

        assertThat(List.of(reminding.date("turn-a", "notified"), reminding.date("turn-c", "notified"))).containsOnly("2027-03-15T17:30:00.000Z");
        assertThat(reminding.date("turn-b", "notified")).isEmpty();
        assertThat(reminding.incidents()).contains("notification-generator/turn-b-la 1").noneMatch(incident -> incident.contains("turn-a") || incident.contains("turn-c"));
    }

    @Test
    void market_without_a_text_for_anybody_is_notified_and_the_on_call_hears_of_it() {
        reminding.campaign("mute", "2027-03-17T18:30:00Z", "{\"notification\": \"2027-03-17T17:30:00.000Z\"}");
        var document = (ObjectNode) reminding.campaign("mute");
        ((ObjectNode) document.at("/markets/0")).remove("link");
        reminding.campaign("mute", document);
        reminding.winners("mute", 2);

        reminding.run(reminding.one, "poll-markets", "2027-03-17T17:30:00Z");

        assertThat(reminding.date("mute", "notified")).isEqualTo("2027-03-17T17:30:00.000Z");
        assertThat(reminding.incidents()).contains("no-reminder-text/mute-la 1");
    }

    @Test
    void messages_keep_to_the_rate_over_both_hubs_and_each_is_sent_once_through_repetition_and_kill() {
        reminding.campaign("pace", "2027-03-20T18:30:00Z", "{\"notification\": \"2027-03-20T17:30:00.000Z\"}");
        reminding.winners("pace", 40);

        reminding.run(reminding.one, "poll-markets", "2027-03-20T17:30:00Z");
        eventually().until(() -> reminding.messages("pace").size() > 5);
        reminding.other.kill();
        try (var sqs = new Sqs(reminding.world)) {
            IntStream.rangeClosed(1, 5).forEach(n -> sqs.send("smsQueue", Json.write(new java.util.TreeMap<>(java.util.Map.of("campaignId", "pace", "marketId", "la", "globalUserId", "pace-fan-1",
                    "phoneNumber", "+12135550001", "message", "once more", "locale", "en-US")))));
            eventually().until(() -> reminding.messages("pace").size() == 40 && sqs.count("smsQueue") == 0);
        }
        reminding.other.start();

        var times = reminding.messages("pace").stream().map(message -> Instant.parse(message.path("at").asText())).sorted().toList();
        assertThat(reminding.messages("pace")).extracting(message -> message.path("idempotencyKey").asText()).hasSize(40).doesNotHaveDuplicates();
        assertThat(Duration.between(times.get(0), times.get(39))).isGreaterThan(Duration.ofMillis(39 * 95));
    }

    @Test
    void messages_wait_for_an_absent_service_and_what_it_refuses_is_an_operators_turn() {
        reminding.campaign("away", "2027-04-01T18:30:00Z", "{\"notification\": \"2027-04-01T17:30:00.000Z\"}");
        reminding.winners("away", 3);
        reminding.fault("sms", "{\"status\": 503}");

        reminding.run(reminding.one, "poll-markets", "2027-04-01T17:30:00Z");
        eventually().until(() -> reminding.calls("sms", "away") > 4);
        reminding.clear("sms");

        eventually().until(() -> reminding.messages("away").size() == 3);
        try (var sqs = new Sqs(reminding.world)) {
            sqs.send("smsQueue", "{\"campaignId\": \"away\", \"marketId\": \"la\", \"globalUserId\": \"away-x\", \"phoneNumber\": \"none\", \"message\": \"refused\"}");
            sqs.send("smsQueue", "no reminder");
        }
        eventually().until(() -> reminding.database.sql("select status || ' ' || code from hub.failure where subscriber = 'queue:smsQueue' order by code").query(String.class).list()
                .equals(List.of("REJECTED malformed", "HELD partner-refused")));
    }

    @Test
    void email_reminders_export_the_earliest_date_of_a_campaign_and_keep_it_until_that_succeeded() {
        reminding.campaign("mail", "2027-04-11T18:30:00Z", "{}");
        var document = (ObjectNode) reminding.campaign("mail");
        ((ObjectNode) document.path("date")).putArray("sendReminderEmails").add("2027-04-10T19:00:00.000Z").add("2027-04-10T18:00:00.000Z").add("2027-04-12T18:00:00.000Z");
        reminding.campaign("mail", document);
        reminding.winners("mail", 2);
        reminding.fault("export", "{\"status\": 503}");
        reminding.run(reminding.one, "email-reminders", "2027-04-10T20:00:00Z");
        assertThat(dates("mail", "sendReminderEmails")).hasSize(3);
        assertThat(dates("mail", "triggeredEmailReminders")).isEmpty();
        reminding.clear("export");

        reminding.fault("export", "{\"when\": \"afterApply\", \"times\": 1, \"status\": 500}");
        reminding.run(reminding.one, "email-reminders", "2027-04-10T20:15:00Z");
        assertThat(dates("mail", "sendReminderEmails")).containsExactly("2027-04-10T19:00:00.000Z", "2027-04-12T18:00:00.000Z");
        assertThat(dates("mail", "triggeredEmailReminders")).containsExactly("2027-04-10T18:00:00.000Z");

        reminding.begin(reminding.one, "email-reminders", "2027-04-10T20:30:00Z");
        reminding.begin(reminding.other, "email-reminders", "2027-04-10T20:30:00Z");
        reminding.isIdle("email-reminders");
        assertThat(dates("mail", "sendReminderEmails")).containsExactly("2027-04-12T18:00:00.000Z");
        assertThat(dates("mail", "triggeredEmailReminders")).containsExactly("2027-04-10T18:00:00.000Z", "2027-04-10T19:00:00.000Z");
        reminding.clear("export");
    }

    @Test
    void campaign_whose_file_is_refused_keeps_its_date_and_no_other_from_its_turn() {
        for (var id : List.of("mail-a", "mail-b")) {
            reminding.campaign(id, "2027-03-31T18:30:00Z", "{}");
            var document = (ObjectNode) reminding.campaign(id);
            ((ObjectNode) document.path("date")).putArray("sendReminderEmails").add("2027-03-30T18:00:00.000Z");
            reminding.campaign(id, document);
        }
        reminding.fault("export", "{\"status\": 422, \"times\": 1}");

        reminding.run(reminding.one, "email-reminders", "2027-03-30T20:00:00Z");
        var kept = List.of("mail-a", "mail-b").stream().filter(id -> !dates(id, "sendReminderEmails").isEmpty()).toList();
        assertThat(kept).hasSize(1);
        assertThat(List.of("mail-a", "mail-b")).filteredOn(id -> !dates(id, "triggeredEmailReminders").isEmpty()).hasSize(1).doesNotContainAnyElementsOf(kept);
        assertThat(reminding.incidents()).anyMatch(incident -> incident.startsWith("trigger-reminder-email/") || incident.startsWith("email-reminders/"));

        reminding.run(reminding.other, "email-reminders", "2027-03-30T20:15:00Z");
        assertThat(dates(kept.get(0), "triggeredEmailReminders")).containsExactly("2027-03-30T18:00:00.000Z");
    }

    private static List<String> dates(String id, String name) {
        JsonNode dates = reminding.campaign(id).path("date").path(name);
        return StreamSupport.stream(dates.spliterator(), false).map(JsonNode::asText).toList();
    }
}
