package hub.camel.sqs;

import hub.camel.Backbone;
import hub.camel.DrainingConsumer;
import hub.camel.Flow;
import hub.queues.DestinationAway;
import hub.queues.Steps;
import hub.queues.Worker;
import hub.queues.WorkerSettings;
import hub.queues.WorkerSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Processor;

/** Feeds the steps of a route from workers of its queues. */
final class SqsBatchConsumer extends DrainingConsumer {

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
            workers.add(Backbone.of(endpoint.getCamelContext()).workers().add(settings, steps(flow), flow::id));
        }
        open();
    }

    /** An operator stopped the route that the steps are of: its messages wait for it. */
    static DestinationAway stopped(Exception fault) {
        return new DestinationAway("the route of its steps is stopped", fault);
    }

    private Steps steps(Flow flow) {
        return endpoint.getMode() == Mode.BATCH ? new BatchSteps(this, flow) : new RecordSteps(this, flow);
    }

    @Override
    protected void open() {
        workers.forEach(Worker::start);
    }

    @Override
    protected void drain() {
        workers.forEach(Worker::suspend);
    }

    @Override
    protected void doStop() throws Exception {
        drain();
        workers.forEach(Backbone.of(endpoint.getCamelContext()).workers()::remove);
        workers.clear();
        super.doStop();
    }

    @Override
    public int getPendingExchangesSize() {
        return workers.stream().mapToInt(Worker::pending).sum();
    }
}
