package hub.camel;

import hub.failures.Retrier.Settlement;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** Ends a delivery with an effect on a partner: the claim and the wrapped steps in one transaction. Used by the kamelet {@code settle}. */
public final class SettlePolicy implements Policy {

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare in the model
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            var settlement = exchange.getProperty(Steps.SETTLEMENT, Settlement.class);
            if (settlement == null) {
                throw new IllegalStateException("settle belongs below an event-subscription with effect: partner");
            }
            settlement.settle(() -> {
                try {
                    steps.process(exchange);
                } catch (Exception e) {
                    exchange.setException(e);
                }
                if (exchange.getException() != null) {
                    throw new SettlementFailed(exchange.getException());
                }
            });
        };
    }

    /** Carries what a step threw out of the settling transaction. */
    static final class SettlementFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SettlementFailed(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
