package hub.operations;

import hub.camel.Subscriptions;
import hub.events.Relay;
import hub.events.Transactions;
import hub.failures.Failures;
import hub.queues.Workers;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;

/** The parts of a running hub that operators watch and steer. */
public record Operated(CamelContext camel, Transactions transactions, Failures failures, Subscriptions subscriptions, List<Relay> relays,
                       ActiveMQConnectionFactory artemis, Workers workers, PrometheusMeterRegistry meters) {

    public Operated {
        relays = List.copyOf(relays);
    }
}
