package hub.operations;

import hub.events.Relay;
import hub.failures.RetryJobs;
import hub.operations.Probe.Needed;
import hub.operations.console.Console;
import hub.replay.Replays;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.management.JMException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * What operators have of a running hub: health and metrics, open to everybody; the operations API, for viewers and operators; and JMX. It
 * works with threads of its own, so that it answers also when the flows have used up theirs.
 */
public final class Operations implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final long QUIET_MILLIS = 2000;
    private static final long TROUBLED_MILLIS = 250;
    private final WorkerExecutor workers;
    private final ScheduledExecutorService observers;
    private final MBeans beans = new MBeans();
    private final Queues queues;
    private final Brokers brokers;
    private Console console;

    private Operations(WorkerExecutor workers, int probes, Queues queues, Brokers brokers) {
        this.workers = workers;
        this.queues = queues;
        this.brokers = brokers;
        this.observers = Executors.newScheduledThreadPool(probes, task -> {
            var thread = new Thread(task, "observer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts serving on Camel's management server, which has to run.
     *
     * @param commandLineToken acts as the operator {@code cli:<user>}
     * @param leaving          whether the hub was told to stop
     * @param authenticate     who any other bearer token speaks for; empty where it proves nobody. May block, and may throw where it cannot tell now
     */
    public static Operations start(Operated hub, int port, String commandLineToken, BooleanSupplier leaving, Function<String, Optional<Operator>> authenticate,
                                   Console.Settings logIn) {
        var router = VertxPlatformHttpRouter.lookup(hub.camel(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
        if (router == null) {
            throw new IllegalStateException("no management server runs on port " + port);
        }
        router.route().handler(Correlation::begin);
        new MapPage().addTo(router);
        var queues = new Queues(hub.artemis());
        var brokers = new Brokers(hub.kafka());
        var gauges = new Gauges(hub.meters());
        var probes = probes(hub, queues, brokers, gauges);
        var operations = new Operations(router.vertx().createSharedWorkerExecutor("operations", WORKERS), probes.size(), queues, brokers);
        probes.forEach(gauges::health);
        operations.serveOpenly(hub, router, probes, () -> leaving.getAsBoolean() || hub.camel().isStopping());
        operations.console = Console.on(router, router.vertx(), port, logIn);
        var gate = new Gate(commandLineToken, authenticate, operations.console.sessions(), operations.workers);
        operations.console.serve(router, gate::letReadersIn, hub.audit());
        operations.serve(hub, router, gate);
        operations.register(hub);
        probes.forEach(probe -> operations.observers.execute(() -> operations.observe(probe)));
        return operations;
    }

    /** Looks every two seconds, and four times a second while something is wrong: a hub that has started should not be taken for one that starts. */
    private void observe(Probe probe) {
        probe.run();
        if (observers.isShutdown()) {
            return;
        }
        observers.schedule(() -> observe(probe), probe.trouble() == null ? QUIET_MILLIS : TROUBLED_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws JMException {
        observers.shutdownNow();
        beans.close();
        queues.close();
        brokers.close();
        console.close();
        workers.close();
    }

    private void serveOpenly(Operated hub, Router router, List<Probe> probes, BooleanSupplier leaving) {
        new Health(probes, leaving).addTo(router);
        router.get("/observe/metrics").handler(context -> workers.executeBlocking(() -> hub.meters().scrape(), false)
                .onSuccess(text -> new Reply(200, "text/plain; version=0.0.4; charset=utf-8", Map.of(), text).send(context)).onFailure(context::fail));
    }

    private void serve(Operated hub, Router router, Gate gate) {
        var endpoints = new Endpoints(router, gate, workers, hub.audit());
        new FailuresApi(hub.failures(), hub.catalogue()).addTo(endpoints);
        new RetryJobsApi(hub.retryJobs(), hub.jobs()).addTo(endpoints);
        new AuditApi(hub.audit()).addTo(endpoints);
        new FailureGroups(hub.transactions()).addTo(endpoints);
        new EventTrail(hub.transactions()).addTo(endpoints);
        new TracesApi(hub.transactions()).addTo(endpoints);
        new MapApi(hub).addTo(endpoints);
        new SchedulesApi(hub.schedules()).addTo(endpoints);
        new ReplaysApi(hub.replays(), hub.jobs()).addTo(endpoints);
        new CatalogueApi(hub).addTo(endpoints);
        endpoints.add(Console.LOG_IN, Map.of("GET", call -> Console.who(call.operator())));
        new ReloadApi(hub.reload(), hub.audit()).addTo(endpoints);
        endpoints.close();
    }

    private void register(Operated hub) {
        beans.register("type=Failures", new FailuresBean(hub.failures(), hub.audit()));
        beans.register("type=Subscriptions", new SubscriptionsBean(hub.subscriptions(), hub.audit()));
        beans.register("type=Streams", hub.streams());
        beans.register("type=Replays", new ReplaysBean(hub.replays(), hub.jobs(), hub.audit()));
        hub.relays().forEach(relay -> beans.register("type=Relay,name=" + relay.name(), new RelayBean(relay, hub.audit())));
    }

    private static List<Probe> probes(Operated hub, Queues queues, Brokers brokers, Gauges gauges) {
        var probes = new ArrayList<Probe>();
        probes.add(new Probe("database", () -> {
            gauges.relays(Gauges.relayDepths(hub.transactions()));
            gauges.failures(hub.failures().counts());
            gauges.jobs(List.of(Replays.KIND, RetryJobs.KIND), hub.jobs().open());
            return null;
        }));
        probes.add(new Probe("artemis", () -> {
            gauges.queues(queues.depths(hub.subscriptions().getSubscribers().keySet()));
            return null;
        }));
        probes.add(new Probe("kafka", Needed.AT_START, new KafkaLook(brokers, hub.camel(), gauges)));
        hub.relays().forEach(relay -> probes.add(new Probe("relay-" + relay.name(), () -> trouble(relay))));
        probes.add(new Probe("sqs", Needed.AT_START, new SqsLook(hub.workers(), gauges)));
        probes.add(new Probe("dynamodb", Needed.AT_START, hub.streams()::look));
        probes.add(new Probe("routes", Needed.AT_START, () -> routesNotStarted(hub)));
        probes.add(new Probe("reload", hub.reload()::trouble));
        probes.add(new Probe("held-relays", Needed.NEVER, () -> heldRelays(hub)));
        probes.add(new Probe("models", Needed.NEVER, hub.replays()::trouble));
        return probes;
    }

    /** Those that are being replaced stand still for a moment, and whoever calls them waits. */
    private static String routesNotStarted(Operated hub) {
        boolean swapping = hub.reload().isSwapping();
        var stopped = Health.routesNotStarted(hub.camel());
        return swapping || hub.reload().isSwapping() ? null : stopped;
    }

    private static String heldRelays(Operated hub) {
        var held = hub.relays().stream().filter(Relay::isHeld).map(Relay::name).sorted().toList();
        return held.isEmpty() ? null : "stopped by an operator: " + String.join(", ", held);
    }

    private static String trouble(Relay relay) {
        if (relay.isConnected()) {
            return null;
        }
        return relay.getTrouble().isEmpty() ? "not connected yet" : relay.getTrouble();
    }
}
