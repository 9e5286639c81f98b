package hub.registration.reminders;

import java.time.Duration;

/** How many reminders are sent in an hour, by all hubs together. */
public record Rate(int perHour) {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    public Rate {
        if (perHour < 1) {
            throw new IllegalArgumentException("reminders.rate has to be at least 1, not " + perHour);
        }
    }

    /** How long it takes to send so many, in whole milliseconds. */
    Duration timeFor(long reminders) {
        return Duration.ofMillis((reminders * HOUR + perHour - 1) / perHour);
    }
}
