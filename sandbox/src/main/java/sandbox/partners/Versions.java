package sandbox.partners;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Versions of documents: instants of RFC 3339, compared to the millisecond. */
public final class Versions {

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private Versions() {
    }

    /** Milliseconds since 1970. */
    public static long millis(String version) {
        return OffsetDateTime.parse(version).toInstant().toEpochMilli();
    }

    /** In UTC, with milliseconds. */
    public static String text(String version) {
        return MILLISECONDS.format(OffsetDateTime.parse(version).toInstant());
    }
}
