package hub.events;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times as operators give them. */
public final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {
    }

    /**
     * The instant of a time with any offset, as {@code 2026-11-20T08:00:00Z}.
     *
     * @throws IllegalArgumentException it is none, or lies outside the years 0001 to 9999, which the database could not read; the message goes on after the name of what was given
     */
    public static Instant parse(String text) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("has to be a time as in 2026-11-20T08:00:00Z", e);
        }
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new IllegalArgumentException("has to be a time of the years 0001 to 9999");
        }
        return time;
    }
}
