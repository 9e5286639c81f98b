package hub.camel.streams;

import hub.camel.Backbone;
import hub.camel.DrainingConsumer;
import hub.camel.Flow;
import hub.camel.Run;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.failures.NotNow;
import hub.streams.Change;
import hub.streams.StreamReader;
import java.util.List;
import org.apache.camel.Processor;

/** Feeds the steps of a route from this hub's reader of a table's changes. */
final class TableStreamConsumer extends DrainingConsumer {

    private final TableStreamEndpoint endpoint;
    private StreamReader reader;

    TableStreamConsumer(TableStreamEndpoint endpoint, Processor steps) {
        super(endpoint, steps);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var flow = new Flow(endpoint.getCamelContext(), getRouteId());
        var run = new Run(this, stopped -> new NotNow("the route of its steps is stopped"));
        reader = Backbone.of(endpoint.getCamelContext()).streams().add(endpoint.settings(), changes ->
                Hop.batch(flow.id(), () -> parts(flow.id(), changes), () -> run.of(exchange -> exchange.getMessage().setBody(changes))));
        open();
    }

    private static List<Hop> parts(String flow, List<Change> changes) {
        return changes.stream().map(change -> new Hop(Kind.CHANGE, flow, change.eventId(), change.causation())).toList();
    }

    @Override
    protected void open() {
        reader.start();
    }

    @Override
    protected void drain() {
        if (reader != null) {
            reader.suspend();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (reader != null) {
            Backbone.of(endpoint.getCamelContext()).streams().remove(reader);
            reader = null;
        }
        super.doStop();
    }

    @Override
    public int getPendingExchangesSize() {
        return reader == null ? 0 : reader.pending();
    }
}
