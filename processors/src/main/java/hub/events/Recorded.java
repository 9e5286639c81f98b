package hub.events;

import java.time.Instant;

/**
 * An event as it stands in the event log.
 *
 * @param position   its place in the one order of all events
 * @param recordedAt when it was written there
 * @param envelope   its structured JSON, byte for byte as recorded
 */
public record Recorded(long position, Instant recordedAt, Event event, String envelope) {

    public static Recorded of(long position, Instant recordedAt, String envelope) {
        return new Recorded(position, recordedAt, Event.fromJson(envelope), envelope);
    }
}
