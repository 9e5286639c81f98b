package hub.registration.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registration.reminders.EmailReminders.Export;
import hub.registration.reminders.ReminderDocuments.EmailDate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmailRemindersTest {

    private static final Instant NOW = Instant.parse("2026-12-13T18:30:00Z");

    private static EmailDate date(String campaignId, String written) {
        return new EmailDate(campaignId, written, OffsetDateTime.parse(written).toInstant());
    }

    @Test
    void earliest_date_of_each_campaign_is_exported_and_no_other_in_a_run() {
        assertThat(EmailReminders.due(List.of(date("tour", "2026-12-13T18:00:00Z"), date("tour", "2026-12-13T09:00:00-08:00"), date("club", "2026-12-13T12:00:00Z")), NOW))
                .containsExactly(new Export("club", "2026-12-13T12:00:00Z"), new Export("tour", "2026-12-13T09:00:00-08:00"));
    }

    @Test
    void date_is_due_from_its_moment_on() {
        assertThat(EmailReminders.due(List.of(date("tour", "2026-12-13T18:30:00Z")), NOW)).hasSize(1);
        assertThat(EmailReminders.due(List.of(date("tour", "2026-12-13T18:30:00.001Z")), NOW)).isEmpty();
    }

    @Test
    void date_that_is_no_time_keeps_no_other_from_its_turn() {
        assertThat(EmailReminders.due(List.of(new EmailDate("tour", "tomorrow", null), date("tour", "2026-12-13T18:00:00Z")), NOW)).extracting(Export::date).containsExactly("2026-12-13T18:00:00Z");
    }
}
