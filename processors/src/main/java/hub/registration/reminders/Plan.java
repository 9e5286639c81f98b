package hub.registration.reminders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When the reminders of markets are sent: an hour before the presale, or as much earlier as it takes to be through half an hour before it, and no two markets
 * at the same time, whatever their campaigns (presale registration, use case 4, step 1). Decides on times alone.
 */
final class Plan {

    private static final Duration AHEAD = Duration.ofHours(1);
    private static final Duration QUIET = Duration.ofMinutes(30);

    /** When reminders are sent. @param to first moment after it */
    record Window(Instant from, Instant to) {

        private boolean overlaps(Window other) {
            return from.isBefore(other.to) && other.from.isBefore(to);
        }
    }

    /** A market and how long its reminders take. */
    record Volume(Market market, Duration time) { }

    /** A market and when its reminders begin, which may be past: then they are due at once. */
    public record Planned(Market market, Instant notification) { }

    private final List<Window> taken;

    /** @param taken windows of markets that are planned already, which stay */
    Plan(List<Window> taken) {
        this.taken = new ArrayList<>(taken);
    }

    /** Plans from the latest presale back: who would overlap begins earlier. */
    List<Planned> of(List<Volume> volumes) {
        return volumes.stream().sorted(LATEST_FIRST).map(this::planned).toList();
    }

    /** Markets of one presale in an order that two runs agree on. */
    private static final Comparator<Volume> LATEST_FIRST = Comparator.comparing((Volume volume) -> volume.market().presale()).reversed()
            .thenComparing(volume -> volume.market().campaignId()).thenComparing(volume -> volume.market().marketId());

    private Planned planned(Volume volume) {
        var time = volume.time();
        var longest = AHEAD.compareTo(time.plus(QUIET)) > 0 ? AHEAD : time.plus(QUIET);
        var from = volume.market().presale().minus(longest);
        for (var window = inTheWay(from, time); window != null; window = inTheWay(from, time)) {
            from = window.from().minus(time);
        }
        taken.add(new Window(from, from.plus(time)));
        return new Planned(volume.market(), from);
    }

    /** A window that would overlap; a market without fans takes no time and is in nobody's way. */
    private Window inTheWay(Instant from, Duration time) {
        var wanted = new Window(from, from.plus(time));
        return time.isZero() ? null : taken.stream().filter(wanted::overlaps).filter(window -> window.from().isBefore(window.to())).findFirst().orElse(null);
    }
}
