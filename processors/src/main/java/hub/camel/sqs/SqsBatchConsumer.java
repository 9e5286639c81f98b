package hub.camel.sqs;

import hub.camel.Backbone;
import hub.camel.Flow;
import hub.queues.DestinationAway;
import hub.queues.Steps;
import hub.queues.Worker;
import hub.queues.WorkerSettings;
import hub.queues.WorkerSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Feeds the steps of a route from workers of its queues. At a stop Camel suspends the consumers of all routes first and waits until nothing is pending, so
 * that all workers drain at once.
 */
final class SqsBatchConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final SqsBatchEndpoint endpoint;
    private final List<Worker> workers = new ArrayList<>();

    SqsBatchConsumer(SqsBatchEndpoint endpoint, Processor steps) {
        super(endpoint, steps);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var flow = new Flow(endpoint.getCamelContext(), getRouteId());
        for (var queue : endpoint.queues()) {
            var settings = new WorkerSettings(queue, endpoint.getMode(), endpoint.getBatch(), endpoint.getConcurrency(), endpoint.getVisibility(),
                    endpoint.getWaitTime(), endpoint.getBackoff(), endpoint.getMaxBackoff());
            workers.add(Backbone.of(endpoint.getCamelContext()).workers().add(settings, steps(), flow::id));
        }
        workers.forEach(Worker::start);
    }

    /** An operator stopped the route that the steps are of: its messages wait for it. */
    static DestinationAway stopped(Exception fault) {
        return new DestinationAway("the route of its steps is stopped", fault);
    }

    private Steps steps() {
        return endpoint.getMode() == Mode.BATCH ? new BatchSteps(this) : new RecordSteps(this);
    }

    @Override
    protected void doSuspend() {
        workers.forEach(Worker::suspend);
    }

    @Override
    protected void doResume() {
        workers.forEach(Worker::start);
    }

    @Override
    protected void doStop() throws Exception {
        workers.forEach(Worker::suspend);
        workers.forEach(Backbone.of(endpoint.getCamelContext()).workers()::remove);
        workers.clear();
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return workers.stream().mapToInt(Worker::pending).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        workers.forEach(Worker::suspend);
    }
}
