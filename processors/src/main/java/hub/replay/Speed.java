package hub.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast a replay gets on, measured from second to second.
 *
 * @param handled events that had come to their end at that time
 * @param rate    events a second until then
 */
record Speed(Instant at, long handled, double rate) {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** A longer silence was a pause, or a hub that died. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    static Speed of(JsonNode progress) {
        return progress.has("measuredAt") ? new Speed(Instant.parse(progress.path("measuredAt").asText()), progress.path("measured").asLong(), progress.path("rate").asDouble()) : null;
    }

    /** The speed now; half of it is what it was before, so that it does not jump. @param before null where there is none */
    static Speed measure(Speed before, long handled, Instant now) {
        if (before == null || Duration.between(before.at, now).compareTo(SILENCE) > 0) {
            return new Speed(now, handled, 0);
        }
        var passed = Duration.between(before.at, now);
        if (passed.compareTo(SECOND) < 0) {
            return before;
        }
        double current = (handled - before.handled) / (passed.toMillis() / 1000.0);
        return new Speed(now, handled, before.rate == 0 ? current : (before.rate + current) / 2);
    }

    ObjectNode progress() {
        return Json.MAPPER.createObjectNode().put("measuredAt", at.toString()).put("measured", handled).put("rate", Math.round(rate * 10) / 10.0);
    }

    /** When so many events more will have come to their end; null where nothing moves. */
    Instant end(long left, Instant now) {
        return rate <= 0 ? null : now.plusMillis(Math.round(left / rate * 1000));
    }
}
