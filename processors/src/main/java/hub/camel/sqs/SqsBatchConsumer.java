package hub.camel.sqs;

import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Feeds the steps of a route from the workers of its queues. */
final class SqsBatchConsumer extends DefaultConsumer {

    SqsBatchConsumer(SqsBatchEndpoint endpoint, Processor steps) {
        super(endpoint, steps);
    }
}
