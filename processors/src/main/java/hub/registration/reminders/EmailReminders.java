package hub.registration.reminders;

import hub.registration.reminders.ReminderDocuments.EmailDate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the files of reminders by e-mail rendered when their date has come (presale registration, use case 4, e-mail reminder phase). */
public final class EmailReminders {

    /** What the export service is asked for. @param date as the campaign's document has it */
    public record Export(String campaignId, String date) {

        /** A repetition renders nothing anew. */
        public String idempotencyKey() {
            return campaignId + "/" + date;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EmailReminders.class);
    private final ReminderDocuments documents;
    private final ReminderCounts counts;

    EmailReminders(ReminderDocuments documents, ReminderCounts counts) {
        this.documents = documents;
        this.counts = counts;
    }

    /** Of each campaign the earliest date that has come, the earliest first. */
    public List<Export> due(Instant now) {
        return due(documents.emailDates(), now);
    }

    static List<Export> due(List<EmailDate> dates, Instant now) {
        dates.stream().filter(date -> date.at() == null).forEach(date -> LOG.warn("a date of sendReminderEmails of campaign {} is no time, and nothing is sent for it", date.campaignId()));
        var earliest = dates.stream().filter(date -> date.at() != null && !date.at().isAfter(now))
                .collect(Collectors.toMap(EmailDate::campaignId, date -> date, BinaryOperator.minBy(Comparator.comparing(EmailDate::at)), TreeMap::new));
        return earliest.values().stream().sorted(Comparator.comparing(EmailDate::at)).map(date -> new Export(date.campaignId(), date.written())).toList();
    }

    /** The file is where it belongs: the date is removed from {@code date.sendReminderEmails} and stands in {@code date.triggeredEmailReminders}. */
    public void exported(Export export) {
        documents.exported(export.campaignId(), export.date());
        counts.add(ReminderCounts.EXPORTED, 1);
    }
}
