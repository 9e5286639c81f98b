package hub.camel.streams;

import hub.camel.Backbone;
import hub.camel.Run;
import hub.failures.NotNow;
import hub.streams.StreamReader;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Feeds the steps of a route from this hub's reader of a table's changes. At a stop Camel suspends the consumers of all routes first and waits until nothing is pending. */
final class TableStreamConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final TableStreamEndpoint endpoint;
    private StreamReader reader;

    TableStreamConsumer(TableStreamEndpoint endpoint, Processor steps) {
        super(endpoint, steps);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var run = new Run(this, stopped -> new NotNow("the route of its steps is stopped"));
        reader = Backbone.of(endpoint.getCamelContext()).streams().add(endpoint.settings(), changes -> run.of(exchange -> exchange.getMessage().setBody(changes)));
        reader.start();
    }

    @Override
    protected void doSuspend() {
        reader.suspend();
    }

    @Override
    protected void doResume() {
        reader.start();
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
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return reader == null ? 0 : reader.pending();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (reader != null) {
            reader.suspend();
        }
    }
}
