package hub.registration.reminders;

import java.time.Duration;
import java.time.Instant;

/**
 * A market as its reminders see it.
 *
 * @param written      the presale's time as the campaign's document has it
 * @param presale      null where there is none that can be read
 * @param notification when reminders are to be sent; null: not planned
 * @param notified     whether they were generated
 * @param reminded     whether its campaign is closed and has automated reminders
 */
public record Market(String campaignId, String marketId, String written, Instant presale, Instant notification, boolean notified, boolean reminded) {

    /** How far ahead of now a presale is that is planned now, both ends in (presale registration, use case 4, step 1). */
    private static final Duration EARLIEST = Duration.ofHours(2);
    private static final Duration LATEST = Duration.ofHours(27);
    /** Reminders that are not generated so long before the presale come too late. */
    private static final Duration IN_TIME = Duration.ofMinutes(5);

    boolean isToBePlanned(Instant now) {
        return reminded && notification == null && presale != null && !presale.isBefore(now.plus(EARLIEST)) && !presale.isAfter(now.plus(LATEST));
    }

    /** Whether it is planned for a presale that is still to come. */
    boolean isPlanned(Instant now) {
        return notification != null && presale != null && presale.isAfter(now);
    }

    /** Whether it is time for its reminders, and not too late (step 2). */
    boolean isDue(Instant now) {
        return notification != null && presale != null && !notification.isAfter(now) && !presale.isBefore(now.plus(IN_TIME));
    }

    /** Whether its presale has begun, so that it needs no plan any more. */
    boolean isPast(Instant now) {
        return notification != null && presale != null && !presale.isAfter(now);
    }

    @Override
    public String toString() {
        return "market " + marketId + " of campaign " + campaignId;
    }
}
