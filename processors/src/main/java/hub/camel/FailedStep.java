package hub.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Remembers on the exchange which step threw, so that a failure can name it; Camel keeps that only with the whole message history. */
public final class FailedStep implements InterceptStrategy {

    private static final String PROPERTY = "hub.failedStep";

    /** The id of the step that threw first, or null. */
    public static String of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, String.class);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, doneSync -> {
                    if (exchange.getException() != null && of(exchange) == null) {
                        exchange.setProperty(PROPERTY, definition.getId());
                    }
                    callback.done(doneSync);
                });
            }
        };
    }
}
