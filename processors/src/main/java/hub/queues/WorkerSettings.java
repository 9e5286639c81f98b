package hub.queues;

import java.time.Duration;

/**
 * How a worker works off its queue.
 *
 * @param mode        what the steps get at once
 * @param batch       most messages taken at once
 * @param concurrency most batches at once
 * @param visibility  how long messages stay hidden when this process dies
 * @param waitTime    how long a receive waits while the queue is empty
 * @param backoff     before a failed message comes again the first time
 * @param maxBackoff  before it comes again at most
 */
public record WorkerSettings(String queue, Mode mode, int batch, int concurrency, Duration visibility, Duration waitTime, Duration backoff, Duration maxBackoff) {

    /** What the steps get at once. */
    public enum Mode {
        /** A message: ending without an exception is applied, a {@link hub.events.PermanentFailure} rejected, any other exception tried again. */
        RECORD,
        /** A batch: they say in {@link Outcomes} what each message came to. */
        BATCH
    }

    private static final int MOST_BATCH = 1000;
    private static final int MOST_THREADS = 64;
    /** The heartbeat needs some of it. */
    private static final Duration LEAST_VISIBILITY = Duration.ofSeconds(3);
    /** Limits of Amazon SQS. */
    private static final Duration MOST_VISIBILITY = Duration.ofHours(12);
    private static final Duration MOST_WAIT = Duration.ofSeconds(20);

    public WorkerSettings {
        require(batch >= 1 && batch <= MOST_BATCH, queue, "batch", "1 to " + MOST_BATCH);
        require(concurrency >= 1 && concurrency <= MOST_THREADS, queue, "concurrency", "1 to " + MOST_THREADS);
        require(within(visibility, LEAST_VISIBILITY, MOST_VISIBILITY), queue, "visibility", "3s to 12h");
        require(within(waitTime, Duration.ZERO, MOST_WAIT), queue, "waitTime", "0s to 20s");
        require(within(maxBackoff, Duration.ZERO, MOST_VISIBILITY), queue, "maxBackoff", "0s to 12h");
        require(within(backoff, Duration.ZERO, maxBackoff), queue, "backoff", "0s to maxBackoff");
    }

    private static boolean within(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean fits, String queue, String option, String range) {
        if (!fits) {
            throw new IllegalArgumentException("option " + option + " of the worker of " + queue + " has to be " + range);
        }
    }
}
