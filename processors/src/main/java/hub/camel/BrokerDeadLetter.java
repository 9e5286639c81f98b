package hub.camel;

import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.failures.NewFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Brings what the broker itself gave up to the failure store, the one place of record: an event to the lane of the subscriber whose queue it
 * was on, anything else as a message that blocks nothing.
 */
public final class BrokerDeadLetter implements Processor, CamelContextAware {

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
        while (true) {
            try {
                backbone.transactions().inTransaction(() -> park(backbone, exchange.getFromRouteId(), exchange.getMessage()));
                return;
            } catch (RuntimeException e) {
                if (!patience.isOutage(e, backbone.transactions())) {
                    throw e;
                }
                patience.await();
            }
        }
    }

    private static void park(Backbone backbone, String flow, Message message) {
        var why = new PermanentFailure("broker-dead-letter", "the broker gave it up on " + message.getHeader("_AMQ_ORIG_ADDRESS") + "::" + message.getHeader("_AMQ_ORIG_QUEUE"));
        var body = message.getBody(byte[].class);
        var position = message.getHeader("position", Long.class);
        var recorded = message.getHeader("recorded", Long.class);
        var subscriber = message.getHeader("_AMQ_ORIG_QUEUE", String.class);
        if (position != null && recorded != null && subscriber != null && backbone.subscriptions().knows(subscriber)) {
            backbone.failures().parkDelivery(NewFailure.ofEvent(subscriber, flow,
                    Recorded.of(position, Instant.ofEpochMilli(recorded), new String(body, StandardCharsets.UTF_8)), why, 0));
        } else {
            backbone.failures().parkMessage(flow, body, texts(message.getHeaders()), why);
        }
    }

    private static Map<String, String> texts(Map<String, Object> headers) {
        var texts = new TreeMap<String, String>();
        headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
