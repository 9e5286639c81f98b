package hub.registration.reminders;

import hub.registration.reminders.Plan.Planned;
import java.time.Instant;
import java.util.List;

/** Plans when the reminders of markets are sent (presale registration, use case 4, planning phase). */
public final class SendPlanning {

    private final ReminderDocuments documents;
    private final Rate rate;
    private final ReminderCounts counts;

    SendPlanning(ReminderDocuments documents, Rate rate, ReminderCounts counts) {
        this.documents = documents;
        this.rate = rate;
        this.counts = counts;
    }

    /** Finds the markets whose presale is 2 to 27 hours ahead and that are not planned yet. */
    public Planning begin(Instant now) {
        return new Planning(documents.markets(), now, rate);
    }

    /** Where the fans of a market are counted. */
    public String path(Market market) {
        return Planning.path(market);
    }

    /** Which fans are counted. */
    public String query(Market market) {
        return Planning.query(market);
    }

    /** The entry service has counted. */
    public void counted(Planning planning, Market market, String answer) {
        planning.counted(market, answer);
    }

    /** When each market is notified. */
    public List<Planned> plan(Planning planning) {
        return planning.plan();
    }

    /** Sets {@code date.notification}, unless the market is planned by now or its presale was moved. */
    public void set(Planned planned) {
        if (documents.planned(planned.market(), planned.notification())) {
            counts.add(ReminderCounts.PLANNED, 1);
        }
    }
}
