package hub.camel;

import hub.events.Subscribers;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the queues of the subscriptions when these are known and not started yet, so that their consumers find them. Where the broker is away, the relay does it later. */
public final class QueuesFirst extends SimpleEventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(QueuesFirst.class);
    private final Subscribers subscribers;

    public QueuesFirst(Subscribers subscribers) {
        this.subscribers = subscribers;
        setIgnoreExchangeEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        try {
            subscribers.requireQueues();
        } catch (IllegalStateException away) {
            LOG.warn("the queues of the subscriptions are made later: {}", away.getMessage());
        }
    }
}
