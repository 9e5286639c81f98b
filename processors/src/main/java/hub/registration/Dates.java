package hub.registration;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * When an entry was made and changed; ISO-8601, UTC, always with three digits of milliseconds, so that texts compare as the times do.
 *
 * @param updated     the entry's version: grows strictly with each change of the fan, over withdrawal and return too
 * @param fanModified when the fan changed it last
 */
public record Dates(String created, String updated, String fanModified) {

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Of an entry that is made. @param last version that the fan had in the campaign before; null where there was none */
    static Dates first(String last, Instant now) {
        var version = versionAfter(last, now);
        return new Dates(version, version, version);
    }

    /** Of the same entry after a change by the fan. */
    Dates changed(Instant now) {
        var version = versionAfter(updated, now);
        return new Dates(created, version, version);
    }

    /** A time as it stands in an entry. */
    public static String text(Instant time) {
        return TEXT.format(time);
    }

    /** Now, or the next millisecond after the last version where a clock is behind it. */
    private static String versionAfter(String last, Instant now) {
        var next = now.truncatedTo(ChronoUnit.MILLIS);
        if (last != null && !next.isAfter(Instant.parse(last))) {
            next = Instant.parse(last).plusMillis(1);
        }
        return TEXT.format(next);
    }
}
