package hub.camel;

import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Feeds the steps of a route from threads of its own. At a stop Camel suspends the consumers of all routes first and waits until nothing is pending, so
 * that all of them drain at once.
 */
public abstract class DrainingConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    protected DrainingConsumer(Endpoint endpoint, Processor steps) {
        super(endpoint, steps);
    }

    /** Begins to take something in hand, or goes on. */
    protected abstract void open();

    /** Takes nothing more; what is in hand is finished. */
    protected abstract void drain();

    @Override
    protected void doSuspend() {
        drain();
    }

    @Override
    protected void doResume() {
        open();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        drain();
    }
}
