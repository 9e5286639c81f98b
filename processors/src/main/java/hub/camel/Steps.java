package hub.camel;

import hub.events.Event;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.events.Recorded;
import hub.failures.NotNow;
import hub.failures.Retrier.Settlement;
import hub.failures.StepFailed;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;

/** The engineer's steps of a subscription, run with an event on the calling thread, in a fresh exchange each time. */
final class Steps {

    /** Exchange property: how the steps' effect on a partner is settled; absent where the effect is local. */
    static final String SETTLEMENT = "hub.settlement";
    /** Exchange property: the key under which a call to a partner can be repeated. */
    static final String IDEMPOTENCY_KEY = "hub.idempotencyKey";
    /** Header: the replay that the event is part of; absent where it is live. */
    static final String REPLAY = "replay";
    /** Exchange property: why a partner is called, where that is not why the thread works. */
    static final String CAUSATION = "hub.causation";

    private final CamelContext camelContext;
    private final Flow flow;
    private final Processor steps;
    private final UnaryOperator<Event> delivered;

    /** @param delivered the version of a recorded event that the steps understand */
    Steps(CamelContext camelContext, Flow flow, Processor steps, UnaryOperator<Event> delivered) {
        this.camelContext = camelContext;
        this.flow = flow;
        this.steps = steps;
        this.delivered = delivered;
    }

    Flow flow() {
        return flow;
    }

    /**
     * Runs the steps; body is the {@link hub.events.Event}, headers {@code type}, {@code subject}, {@code position}, and {@code replay} in a replay.
     *
     * @param replay which replay it is; null where it is none
     * @throws StepFailed a step threw
     * @throws Stopped    the engineer's route is stopped: nothing was tried
     */
    void run(String subscriber, Recorded recorded, Settlement settlement, String replay) {
        var exchange = new DefaultExchange(camelContext);
        var event = delivered.apply(recorded.event());
        var message = exchange.getIn();
        message.setBody(event);
        message.setHeader("type", event.type());
        message.setHeader("subject", event.subject());
        message.setHeader("position", recorded.position());
        if (replay != null) {
            message.setHeader(REPLAY, replay);
        }
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
