package hub.camel;

import hub.events.PermanentFailure;
import hub.failures.NewFailure;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Brings what the broker itself gave up to the failure store, the one place of record: an event to the lane of the subscriber whose queue it
 * was on, anything else as a message that blocks nothing.
 */
public final class BrokerDeadLetter implements Processor, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerDeadLetter.class);
    private CamelContext camelContext;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public void process(Exchange exchange) {
        var flow = new Flow(camelContext, exchange.getFromRouteId());
        var backbone = Backbone.of(camelContext);
        var patience = new Patience(flow::isStopping);
        var message = exchange.getMessage();
        var why = new PermanentFailure("broker-dead-letter", "the broker gave it up on " + message.getHeader("_AMQ_ORIG_ADDRESS") + "::" + message.getHeader("_AMQ_ORIG_QUEUE"));
        var event = event(backbone, exchange.getFromRouteId(), message, why);
        try {
            if (event != null) {
                patience.untilParked(backbone, () -> backbone.failures().parkDelivery(event));
                return;
            }
        } catch (DataIntegrityViolationException noPlaceInTheLog) {
            LOG.warn("a message that the broker gave up looks like an event that the log never had");
        }
        patience.untilParked(backbone, () -> backbone.failures().parkMessage(exchange.getFromRouteId(), Delivery.bytes(message), texts(message.getHeaders()), why));
        // Camel may have failed on a body of its kind; it is parked now and must not come again.
        exchange.setException(null);
        message.setBody(null);
    }

    /** What is to be parked of an event; null where it is none, or none of a subscriber of this hub. */
    private static NewFailure event(Backbone backbone, String flow, Message message, PermanentFailure why) {
        var subscriber = String.valueOf(message.getHeader("_AMQ_ORIG_QUEUE"));
        if (!backbone.subscriptions().knows(subscriber)) {
            return null;
        }
        try {
            return NewFailure.ofEvent(subscriber, flow, Delivery.recorded(message), why, 0);
        } catch (RuntimeException foreign) {
            return null;
        }
    }

    private static Map<String, String> texts(Map<String, Object> headers) {
        var texts = new TreeMap<String, String>();
        headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
