package hub.replay;

import java.time.Duration;

/**
 * How fast a replay publishes.
 *
 * @param batch    most events of a subscriber published at once
 * @param underWay most events of a subscriber that are published and not at their end
 */
public record Pace(int batch, int underWay) {

    /** Steps of a replay with a rate, each second. */
    private static final int STEPS = 4;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** How many more events of a share may be published in this step. */
    int room(Integer rate, int subscribers, long share) {
        long most = rate == null ? underWay : Math.min(underWay, rate);
        long step = rate == null ? batch : Math.min(batch, Math.max(1, rate / STEPS / subscribers));
        return (int) Math.max(0, Math.min(step, most - share));
    }

    /** How long to wait after a step that published so many events and looked through so many positions of the log. */
    Duration after(Integer rate, long published, boolean gotOn) {
        if (rate != null && published > 0) {
            return Duration.ofNanos(published * Duration.ofSeconds(1).toNanos() / rate);
        }
        return gotOn ? Duration.ZERO : LOOK_AGAIN;
    }
}
