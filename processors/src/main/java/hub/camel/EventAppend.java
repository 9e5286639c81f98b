package hub.camel;

import hub.events.EventLog;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Appends the body as an event's data in the thread's transaction. Used by the kamelet {@code event-append}. */
public final class EventAppend implements Processor {

    private String type;

    public void setType(String type) {
        this.type = type;
    }

    @Override
    public void process(Exchange exchange) {
        var log = exchange.getContext().getRegistry().findSingleByType(EventLog.class);
        log.append(type, exchange.getProperty("hub.subject", String.class), exchange.getMessage().getBody());
    }
}
