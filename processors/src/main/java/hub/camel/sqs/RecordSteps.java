package hub.camel.sqs;

import hub.camel.Flow;
import hub.camel.Run;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.queues.Steps;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Message;

/** Runs the steps of a route for one message, as what caused what they do. Its attributes are headers; none can pose as a header that steers Camel. */
final class RecordSteps implements Steps {

    private static final List<String> STEERING = List.of("camel", "org.apache.camel");
    private final Run run;
    private final Flow flow;

    RecordSteps(SqsBatchConsumer consumer, Flow flow) {
        this.flow = flow;
        this.run = new Run(consumer, SqsBatchConsumer::stopped);
    }

    @Override
    public Outcomes work(List<QueueMessage> batch) {
        batch.forEach(message -> new Hop(Kind.MESSAGE, flow.id(), message.id(), message.causation()).during(() -> run.of(exchange -> fill(exchange.getMessage(), message))));
        return Outcomes.all(batch, new Outcome.Applied());
    }

    private static void fill(Message in, QueueMessage message) {
        message.attributes().forEach((name, value) -> {
            if (STEERING.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
                in.setHeader(name, value);
            }
        });
        in.setHeader("messageId", message.id());
        in.setHeader("receiveCount", message.receiveCount());
        in.setHeader("queue", message.queue());
        in.setBody(message.body());
    }
}
