package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Replays as a person reads them in a terminal. */
final class ReplayText {

    private ReplayText() {
    }

    /** What a replay would do, for each subscriber. */
    static void dryRun(PrintWriter out, JsonNode found) {
        found.path("subscribers").forEach(one -> {
            out.printf("%s: %d events; %d to apply, %d to skip, %d parked%n", one.path("name").asText(), one.path("events").asLong(), one.path("toApply").asLong(),
                    one.path("skipped").asLong(), one.path("parked").asLong());
            if (one.path("effectsSkipped").asLong() > 0) {
                out.printf("  %d of those to skip have effects outside the hub; --allow-effects %s lets them happen%n", one.path("effectsSkipped").asLong(), one.path("name").asText());
            }
            if (one.has("countedTo")) {
                out.printf("  counted up to what was recorded at %s only; the replay takes the rest, too%n", one.path("countedTo").asText());
            }
        });
        if (found.path("ordered").path("mode").asText().equals("rebuild")) {
            out.println("  the model is cleared first, and live events wait until the end");
        }
        curtailed(out, found);
    }

    /** One line: where it stands. */
    static void line(PrintWriter out, JsonNode replay) {
        long events = replay.path("events").asLong();
        long handled = replay.path("applied").asLong() + replay.path("skipped").asLong() + replay.path("parked").asLong();
        out.printf("%s %-9s %d of %d: %s%s%s%n", replay.path("id").asText(), replay.path("status").asText(), handled, events, counts(replay),
                replay.has("rate") ? ", %.0f a second".formatted(replay.path("rate").asDouble()) : "",
                replay.has("estimatedEnd") ? ", done at about " + replay.path("estimatedEnd").asText().replaceFirst("\\.\\d+Z$", "Z") : "");
        if (replay.has("trouble")) {
            out.println("  " + FailureText.text(replay, "trouble"));
        }
    }

    /** All of it: each subscriber, and how long it took. */
    static void whole(PrintWriter out, JsonNode replay) {
        line(out, replay);
        replay.path("subscribers").forEach(one -> out.printf("  %s: %d events; %s%s%n", one.path("name").asText(), one.path("events").asLong(), counts(one),
                one.path("effectsSkipped").asBoolean() ? "; effects outside the hub left alone" : ""));
        curtailed(out, replay);
        if (replay.has("durationMillis")) {
            var took = Duration.ofMillis(replay.path("durationMillis").asLong());
            out.printf("  %s %s, ordered by %s%n", replay.has("endedAt") ? "took" : "for", took.toString().substring(2).toLowerCase(Locale.ROOT), FailureText.text(replay, "operator"));
        }
    }

    private static String counts(JsonNode counted) {
        return "%d applied (%d out of order), %d skipped, %d parked, %d errors".formatted(counted.path("applied").asLong(), counted.path("outOfOrder").asLong(),
                counted.path("skipped").asLong(), counted.path("parked").asLong(), counted.path("errors").asLong());
    }

    private static void curtailed(PrintWriter out, JsonNode replay) {
        if (replay.has("curtailed")) {
            out.println("  " + replay.path("curtailed").asText());
        }
    }
}
