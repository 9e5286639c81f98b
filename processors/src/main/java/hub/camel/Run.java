package hub.camel;

import hub.failures.StepFailed;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.KameletConsumerNotAvailableException;
import org.apache.camel.support.DefaultConsumer;

/** Runs of the steps of a route, each to its end on the calling thread. */
public final class Run {

    private final DefaultConsumer consumer;
    private final Function<Exception, RuntimeException> stopped;

    /** @param stopped what is thrown when an operator stopped the route that the steps are of */
    public Run(DefaultConsumer consumer, Function<Exception, RuntimeException> stopped) {
        this.consumer = consumer;
        this.stopped = stopped;
    }

    /**
     * @param before fills the exchange
     * @return the body afterwards
     * @throws StepFailed a step threw
     */
    public Object of(Consumer<Exchange> before) {
        var exchange = consumer.createExchange(false);
        try {
            before.accept(exchange);
            through(consumer.getProcessor(), exchange, stopped);
            return exchange.getMessage().getBody();
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    /** As {@link #of}, for an exchange that there is. */
    static void through(Processor steps, Exchange exchange, Function<Exception, RuntimeException> stopped) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        var fault = exchange.getException();
        if (fault instanceof KameletConsumerNotAvailableException) {
            throw stopped.apply(fault);
        }
        if (fault != null) {
            throw new StepFailed(FailedStep.of(exchange), fault);
        }
        if (exchange.isRollbackOnly()) {
            throw new StepFailed(FailedStep.of(exchange), new IllegalStateException("the steps marked the exchange for rollback"));
        }
    }
}
