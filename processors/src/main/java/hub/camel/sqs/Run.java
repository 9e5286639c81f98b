package hub.camel.sqs;

import hub.camel.FailedStep;
import hub.failures.StepFailed;
import hub.queues.DestinationAway;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;

/** One run of the steps of a route, on the calling thread. */
final class Run {

    private final SqsBatchConsumer consumer;

    Run(SqsBatchConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * @param before fills the exchange
     * @return the body afterwards
     * @throws StepFailed      a step threw
     * @throws DestinationAway an operator stopped the route that the steps are of: its messages wait for it
     */
    Object of(Consumer<Exchange> before) {
        var exchange = consumer.createExchange(false);
        try {
            before.accept(exchange);
            process(exchange);
            return exchange.getMessage().getBody();
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        var fault = exchange.getException();
        if (fault instanceof KameletConsumerNotAvailableException) {
            throw new DestinationAway("the route of its steps is stopped", fault);
        }
        if (fault != null) {
            throw new StepFailed(FailedStep.of(exchange), fault);
        }
        if (exchange.isRollbackOnly()) {
            throw new StepFailed(FailedStep.of(exchange), new IllegalStateException("the steps marked the exchange for rollback"));
        }
    }
}
