package hub.operations;

import hub.camel.Schedules;
import hub.camel.Subscriptions;
import hub.events.EventCatalogue;
import hub.events.Relay;
import hub.events.Transactions;
import hub.failures.Failures;
import hub.failures.RetryJobs;
import hub.jobs.Jobs;
import hub.operations.reload.Reload;
import hub.queues.Workers;
import hub.replay.Replays;
import hub.streams.Streams;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;

/** The parts of a running hub that operators watch and steer. @param kafka how Kafka is reached, as its clients take it */
public record Operated(CamelContext camel, Transactions transactions, Failures failures, Subscriptions subscriptions, List<Relay> relays,
                       ActiveMQConnectionFactory artemis, Supplier<Map<String, Object>> kafka, Workers workers, Streams streams, Schedules schedules, Jobs jobs, PrometheusMeterRegistry meters,
                       RetryJobs retryJobs, Replays replays, EventCatalogue catalogue, Audit audit, Reload reload) {

    public Operated {
        relays = List.copyOf(relays);
    }
}
