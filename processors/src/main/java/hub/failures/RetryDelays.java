package hub.failures;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * The delays between automatic retries of a parked message, each spread by jitter over 80 to 120 percent so that what failed together does not
 * come back together.
 *
 * @param random       from 0 to 1
 * @param bySubscriber the delays of those that have their own
 */
public record RetryDelays(List<Duration> delays, DoubleSupplier random, Map<String, RetryDelays> bySubscriber) {

    /** Reads {@code 1s,5s,30s}; units ms, s, m, h. An empty text means no automatic retry. */
    public static RetryDelays parse(String text, DoubleSupplier random) {
        return new RetryDelays(text.isBlank() ? List.of() : Arrays.stream(text.split(",")).map(String::strip).map(RetryDelays::duration).toList(), random, Map.of());
    }

    /** The same, with other delays for some subscribers. @param texts by subscriber, each as {@link #parse} takes it */
    public RetryDelays except(Map<String, String> texts) {
        var own = new TreeMap<String, RetryDelays>();
        texts.forEach((subscriber, text) -> own.put(subscriber, parse(text, random)));
        return new RetryDelays(delays, random, own);
    }

    /** The delays of a subscriber. @param subscriber null where nobody tries again */
    RetryDelays of(String subscriber) {
        return subscriber == null ? this : bySubscriber.getOrDefault(subscriber, this);
    }

    /** Reads one duration as in {@code 250ms}, {@code 30s}, {@code 10m}, {@code 24h} or {@code 30d}. */
    public static Duration duration(String text) {
        var number = text.replaceAll("[a-z]+$", "");
        var unit = text.substring(number.length());
        long amount = Long.parseLong(number);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("a duration is a number and ms, s, m, h or d; this is not: " + text);
        };
    }

    int count() {
        return delays.size();
    }

    /** The delay before the retry that follows so many retries. */
    Duration next(int retries) {
        return Duration.ofMillis(Math.round(delays.get(retries).toMillis() * (0.8 + 0.4 * random.getAsDouble())));
    }
}
