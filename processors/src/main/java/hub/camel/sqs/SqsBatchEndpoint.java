package hub.camel.sqs;

import hub.queues.WorkerSettings.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One or several SQS queues, each with workers of its own. */
public final class SqsBatchEndpoint extends DefaultEndpoint {

    private final List<String> queues;
    private Mode mode = Mode.RECORD;
    private int batch = 10;
    private int concurrency = 1;
    private Duration visibility = Duration.ofSeconds(30);
    private Duration waitTime = Duration.ofSeconds(2);
    private Duration backoff = Duration.ofSeconds(2);
    private Duration maxBackoff = Duration.ofMinutes(5);

    SqsBatchEndpoint(String uri, SqsBatchComponent component, String queues) {
        super(uri, component);
        this.queues = Arrays.stream(queues.split(",")).map(String::strip).filter(queue -> !queue.isEmpty()).toList();
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("sqs-batch only consumes; send with aws2-sqs");
    }

    @Override
    public Consumer createConsumer(Processor steps) throws Exception {
        var consumer = new SqsBatchConsumer(this, steps);
        configureConsumer(consumer);
        return consumer;
    }

    List<String> queues() {
        return queues;
    }

    public Mode getMode() {
        return mode;
    }

    public void setMode(Mode mode) {
        this.mode = mode;
    }

    public int getBatch() {
        return batch;
    }

    public void setBatch(int batch) {
        this.batch = batch;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public Duration getVisibility() {
        return visibility;
    }

    public void setVisibility(Duration visibility) {
        this.visibility = visibility;
    }

    public Duration getWaitTime() {
        return waitTime;
    }

    public void setWaitTime(Duration waitTime) {
        this.waitTime = waitTime;
    }

    public Duration getBackoff() {
        return backoff;
    }

    public void setBackoff(Duration backoff) {
        this.backoff = backoff;
    }

    public Duration getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }
}
