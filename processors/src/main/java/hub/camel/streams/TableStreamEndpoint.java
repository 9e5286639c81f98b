package hub.camel.streams;

import hub.streams.StreamSettings;
import hub.streams.StreamSettings.StartAt;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The changes of one DynamoDB table. */
public final class TableStreamEndpoint extends DefaultEndpoint {

    private final String table;
    private String consumer;
    private StartAt startAt = StartAt.BEGINNING;
    private int batch = 500;
    private int concurrency = 4;
    private Duration poll = Duration.ofMillis(200);
    private Duration backoff = Duration.ofMillis(200);
    private Duration maxBackoff = Duration.ofSeconds(30);

    TableStreamEndpoint(String uri, TableStreamComponent component, String table) {
        super(uri, component);
        this.table = table;
        this.consumer = table;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("table-stream only consumes; write with aws2-ddb");
    }

    @Override
    public Consumer createConsumer(Processor steps) throws Exception {
        var consumer = new TableStreamConsumer(this, steps);
        configureConsumer(consumer);
        return consumer;
    }

    StreamSettings settings() {
        return new StreamSettings(table, consumer, startAt, batch, concurrency, poll, backoff, maxBackoff);
    }

    public String getConsumer() {
        return consumer;
    }

    public void setConsumer(String consumer) {
        this.consumer = consumer;
    }

    public StartAt getStartAt() {
        return startAt;
    }

    public void setStartAt(StartAt startAt) {
        this.startAt = startAt;
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

    public Duration getPoll() {
        return poll;
    }

    public void setPoll(Duration poll) {
        this.poll = poll;
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
