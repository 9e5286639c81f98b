package hub.camel.sqs;

import hub.camel.Flow;
import hub.camel.Run;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.queues.Steps;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.StreamCache;

/** Runs the steps of a route once for a batch; the body afterwards says what each message came to. */
final class BatchSteps implements Steps {

    private final SqsBatchConsumer consumer;
    private final Run run;
    private final Flow flow;

    BatchSteps(SqsBatchConsumer consumer, Flow flow) {
        this.flow = flow;
        this.consumer = consumer;
        this.run = new Run(consumer, SqsBatchConsumer::stopped);
    }

    @Override
    public Outcomes work(List<QueueMessage> batch) {
        var body = Hop.batch(flow.id(), () -> parts(batch), () -> run.of(exchange -> exchange.getMessage().setBody(batch)));
        return Outcomes.read(body instanceof InputStream || body instanceof StreamCache ? text(body) : body, batch);
    }

    private List<Hop> parts(List<QueueMessage> batch) {
        return batch.stream().map(message -> new Hop(Kind.MESSAGE, flow.id(), message.id(), message.causation())).toList();
    }

    private String text(Object body) {
        return consumer.getEndpoint().getCamelContext().getTypeConverter().convertTo(String.class, body);
    }
}
