package hub.operations;

import hub.queues.Workers;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks at the SQS workers; asks the server how much waits only now and then, because each question is a request that is paid for. Used by one thread. */
final class SqsLook implements Callable<String> {

    private static final long EVERY = Duration.ofSeconds(15).toNanos();
    private final Workers workers;
    private final Gauges gauges;
    private long next = System.nanoTime();

    SqsLook(Workers workers, Gauges gauges) {
        this.workers = workers;
        this.gauges = gauges;
    }

    @Override
    public String call() {
        var trouble = workers.trouble();
        if (trouble == null && System.nanoTime() - next >= 0) {
            gauges.sqs(workers.depths());
            next = System.nanoTime() + EVERY;
        }
        return trouble;
    }
}
