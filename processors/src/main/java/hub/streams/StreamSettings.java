package hub.streams;

import java.time.Duration;

/**
 * How a table's changes are read.
 *
 * @param consumer    durable name of the checkpoints; one hub reads for it
 * @param startAt     where a consumer begins that has no checkpoints
 * @param batch       most changes handed out at once
 * @param concurrency most shards worked on at once
 * @param poll        how long a shard is left alone that has nothing more
 * @param backoff     before a failed batch comes again the first time
 * @param maxBackoff  before it comes again at most
 */
public record StreamSettings(String table, String consumer, StartAt startAt, int batch, int concurrency, Duration poll, Duration backoff, Duration maxBackoff) {

    /** Where a new consumer begins. */
    public enum StartAt {
        /** At the oldest change that can be read. */
        BEGINNING,
        /** At changes that are made from now on, give or take a minute. */
        NOW
    }

    /** Limits of DynamoDB: of a read, and five reads a second of each shard. */
    private static final int MOST_BATCH = 1000;
    private static final Duration LEAST_POLL = Duration.ofMillis(50);
    private static final Duration MOST_POLL = Duration.ofMinutes(1);
    private static final int MOST_THREADS = 64;
    private static final Duration MOST_BACKOFF = Duration.ofMinutes(10);

    public StreamSettings {
        require(!consumer.isBlank(), "consumer", "a name");
        require(batch >= 1 && batch <= MOST_BATCH, "batch", "1 to " + MOST_BATCH);
        require(concurrency >= 1 && concurrency <= MOST_THREADS, "concurrency", "1 to " + MOST_THREADS);
        require(within(poll, LEAST_POLL, MOST_POLL), "poll", "50ms to 1m");
        require(within(maxBackoff, LEAST_POLL, MOST_BACKOFF), "maxBackoff", "50ms to 10m");
        require(within(backoff, LEAST_POLL, maxBackoff), "backoff", "50ms to maxBackoff");
    }

    private static boolean within(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean fits, String option, String range) {
        if (!fits) {
            throw new IllegalArgumentException("option " + option + " of the reader of a table's changes has to be " + range);
        }
    }
}
