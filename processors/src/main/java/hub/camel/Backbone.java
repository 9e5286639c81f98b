package hub.camel;

import hub.events.Ingress;
import hub.events.Ledger;
import hub.events.Subscribers;
import hub.events.Transactions;
import hub.failures.Drainer;
import hub.failures.FailureStore;
import hub.failures.Incidents;
import hub.queues.Workers;
import hub.streams.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;

/** What the building blocks stand on; bound once in the registry. */
public record Backbone(Transactions transactions, Ledger ledger, FailureStore failures, Incidents incidents, Drainer drainer, Subscribers subscribers,
                       Ingress ingress, Subscriptions subscriptions, PartnerCircuits circuits, Workers workers, Streams streams, MeterRegistry meters) {

    /** Delivers nothing more to a subscriber that no route has any more. Its queue stays. */
    public void forget(String subscriber) {
        drainer.forget(subscriber);
        subscriptions.remove(subscriber);
        subscribers.forget(subscriber);
    }

    public static Backbone of(CamelContext context) {
        var backbone = context.getRegistry().findSingleByType(Backbone.class);
        if (backbone == null) {
            throw new IllegalStateException("the hub's building blocks need the hub: no Backbone is bound in this Camel context");
        }
        return backbone;
    }
}
