package hub.registration.reminders;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts what becomes of reminders; the metric {@code hub_reminders_total}. */
final class ReminderCounts {

    /** Markets. */
    static final String PLANNED = "planned";
    static final String DUE = "due";
    static final String CLEANED_UP = "cleaned-up";
    static final String SKIPPED = "skipped";
    static final String NOTIFIED = "notified";
    /** Fans. */
    static final String WRITTEN = "written";
    static final String LEFT_OUT = "left-out";
    static final String FAILED = "failed";
    static final String SENT = "sent";
    static final String SENT_BEFORE = "sent-before";
    /** Files for e-mail. */
    static final String EXPORTED = "exported";

    private final MeterRegistry meters;

    /** All of them are there from the start, at 0. */
    ReminderCounts(MeterRegistry meters) {
        this.meters = meters;
        List.of(PLANNED, DUE, CLEANED_UP, SKIPPED, NOTIFIED, WRITTEN, LEFT_OUT, FAILED, SENT, SENT_BEFORE, EXPORTED).forEach(this::counter);
    }

    void add(String outcome, long number) {
        counter(outcome).increment(number);
    }

    private Counter counter(String outcome) {
        return Counter.builder("hub_reminders").description("Markets that are planned, due, cleaned up, skipped and notified; reminders written, left out, failed and sent; files exported")
                .tag("outcome", outcome).register(meters);
    }
}
