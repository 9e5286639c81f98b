package hub.camel;

import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.events.Recorded;
import hub.failures.NotNow;
import hub.failures.Retrier.Settlement;
import hub.failures.StepFailed;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;

/** The engineer's steps of a subscription, run with an event on the calling thread, in a fresh exchange each time. */
final class Steps {

    /** Exchange property: how the steps' effect on a partner is settled; absent where the effect is local. */
    static final String SETTLEMENT = "hub.settlement";
    /** Exchange property: the key under which a call to a partner can be repeated. */
    static final String IDEMPOTENCY_KEY = "hub.idempotencyKey";
    /** Exchange property: why a partner is called, where that is not why the thread works. */
    static final String CAUSATION = "hub.causation";

    private final CamelContext camelContext;
    private final Flow flow;
    private final Processor steps;

    Steps(CamelContext camelContext, Flow flow, Processor steps) {
        this.camelContext = camelContext;
        this.flow = flow;
        this.steps = steps;
    }

    Flow flow() {
        return flow;
    }

    /**
     * Runs the steps; body is the {@link hub.events.Event}, headers {@code type}, {@code subject}, {@code position}.
     *
     * @throws StepFailed a step threw
     * @throws Stopped    the engineer's route is stopped: nothing was tried
     */
    void run(String subscriber, Recorded recorded, Settlement settlement) {
        var exchange = new DefaultExchange(camelContext);
        var event = recorded.event();
        var message = exchange.getIn();
        message.setBody(event);
        message.setHeader("type", event.type());
        message.setHeader("subject", event.subject());
        message.setHeader("position", recorded.position());
        exchange.setProperty(IDEMPOTENCY_KEY, subscriber + ":" + recorded.position());
        if (settlement == null) {
            exchange.getExchangeExtension().setTransacted(true);
        } else {
            exchange.setProperty(SETTLEMENT, settlement);
        }
        new Hop(Kind.EVENT, flow.id(), event.id(), event.asCause()).during(() -> {
            Run.through(steps, exchange, route -> new Stopped(flow.id()));
            return null;
        });
    }

    /** An operator stopped the engineer's route. */
    static final class Stopped extends NotNow {

        private static final long serialVersionUID = 1L;

        Stopped(String flow) {
            super("route " + flow + " is stopped");
        }
    }
}
