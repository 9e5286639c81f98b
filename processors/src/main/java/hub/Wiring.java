package hub;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hub.camel.Backbone;
import hub.camel.BrokerDeadLetter;
import hub.camel.DeadLetterRecord;
import hub.camel.FailedStep;
import hub.camel.PartnerCircuits;
import hub.camel.QueuesFirst;
import hub.camel.ReplayConsumers;
import hub.camel.Schedules;
import hub.camel.SubscriptionErrors;
import hub.camel.Subscriptions;
import hub.events.ArtemisBus;
import hub.events.AwsAddress;
import hub.events.CatchUp;
import hub.events.Deadline;
import hub.events.Destination;
import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.Housekeeping;
import hub.events.InboundEvents;
import hub.events.Ingress;
import hub.events.KafkaStream;
import hub.events.Lease;
import hub.events.Ledger;
import hub.events.Relay;
import hub.events.ReplayQueues;
import hub.events.Subscribers;
import hub.events.Transactions;
import hub.failures.DeadLetters;
import hub.failures.Drainer;
import hub.failures.Expiry;
import hub.failures.FailureStore;
import hub.failures.Failures;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.failures.RelayRetry;
import hub.failures.RetryDelays;
import hub.failures.RetryJobs;
import hub.jobs.JobRunner;
import hub.operations.Audit;
import hub.operations.CannotStart;
import hub.operations.HubFiles;
import hub.operations.ManagedClasses;
import hub.operations.Operated;
import hub.operations.Operations;
import hub.operations.Operator;
import hub.operations.Preconditions;
import hub.operations.PublishedEvents;
import hub.operations.console.Console;
import hub.operations.console.Sessions;
import hub.operations.reload.Reload;
import hub.operations.reload.Swap;
import hub.queues.FailureRows;
import hub.queues.GivenUp;
import hub.queues.Heartbeat;
import hub.queues.Parcels;
import hub.queues.QueueServer;
import hub.queues.Workers;
import hub.replay.Pace;
import hub.replay.RangeCount;
import hub.replay.ReplayTable;
import hub.replay.ReplayWork;
import hub.replay.Replays;
import hub.rest.InvalidToken;
import hub.rest.RestModule;
import hub.rest.Tokens;
import hub.streams.Streams;
import hub.streams.TableServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.ManagementMBeanAssembler;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the hub's beans before the routes are loaded, starts its services after them, and stops both in the opposite order. */
final class Wiring extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Runnable> starts = new ArrayList<>();
    private final List<Consumer<Deadline>> beforeStops = new ArrayList<>();
    private String commandLineToken;
    private volatile boolean leaving;

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        context.getCamelContextExtension().addContextPlugin(ManagementMBeanAssembler.class, new ManagedClasses(context));
        var settings = new Settings(context);
        opened(Tracing.start(settings));
        var beans = new Beans(context.getRegistry());
        commandLineToken = announce(settings);
        var database = database(settings);
        var transactions = new Transactions(database);
        var artemis = opened(artemis(settings));
        beans.bind("artemis", artemis);
        backbone(context, settings, beans, transactions, artemis, schedules(context, settings, beans, database));
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        starts.forEach(Runnable::run);
    }

    /** What is parked is left alone while routes stop, or the stop would count as a vain attempt. All of this may take as long as the routes have for their stop. */
    @Override
    public void beforeStop(BaseMainSupport main) {
        leaving = true;
        var deadline = Deadline.in(Duration.ofSeconds(main.getCamelContext().getShutdownStrategy().getTimeout()));
        beforeStops.forEach(stop -> stop.accept(deadline));
    }

    @Override
    public void afterStop(BaseMainSupport main) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("not closed cleanly: {}", e.getMessage());
            }
        }
    }

    private void backbone(CamelContext context, Settings settings, Beans beans, Transactions transactions, ActiveMQConnectionFactory artemis, Schedules schedules) {
        var meters = meters(context);
        var clock = Clock.systemUTC();
        var delays = RetryDelays.parse(settings.text("failures.retry.delays"), ThreadLocalRandom.current()::nextDouble).except(settings.below("failures.retry.delays"));
        var ledger = new Ledger(transactions);
        var incidents = new Incidents(transactions, settings.duration("alerts.window"));
        var failures = new FailureStore(transactions, ledger, incidents, delays, settings.number("failures.max-rows-per-subscriber"));
        var lanes = new Lanes(transactions, ledger, incidents, delays, settings.duration("failures.lease"));
        var drainer = new Drainer(transactions, lanes, settings.number("failures.drainers"));
        var catalogue = EventCatalogue.load(Path.of("mappings/events"));
        var subscribers = new Subscribers(transactions, artemis);

        var catchUp = new CatchUp(transactions, subscribers, settings.number("relay.batch"));
        var bus = relay("bus", settings, transactions, failures, drainer, () -> ArtemisBus.open(artemis, subscribers, catchUp));
        bus.onPublished(new PublishedEvents(meters));
        var kafka = new KafkaConnection(context);
        var stream = relay("stream", settings, transactions, failures, drainer, () -> new KafkaStream(kafka.properties()));
        var log = new EventLog(transactions, catalogue, clock, () -> {
            bus.wake();
            stream.wake();
        });
        var ingress = new Ingress(transactions, log, new InboundEvents(catalogue));
        starts.add(drainer::start);
        beforeStops.add(drainer::close);

        var housekeeping = new Housekeeping(transactions, settings.duration("events.retention"), settings.duration("ingress.retention"));
        housekeeping.makeRoom();

        beans.bind("transactions", transactions);
        beans.bind("housekeeping", housekeeping);
        beans.bind("failure-expiry", new Expiry(transactions, settings.duration("failures.retention"), settings.number("failures.max-ended-rows"), meters));
        beans.bind("event-log", log);
        beans.bind("event-catalogue", catalogue);
        beans.bind("incidents", incidents);
        var failureList = new Failures(transactions, lanes, drainer::knows, drainer::wake);
        beans.bind("failures", failureList);
        beans.bind("lanes", lanes);
        beans.bind("subscribers", subscribers);
        beans.bind("dead-letters", new DeadLetters(transactions));
        beans.bind("dead-letter-record", new DeadLetterRecord());
        beans.bind("broker-dead-letter", new BrokerDeadLetter());
        var server = opened(QueueServer.at(address("hub.sqs", settings)));
        var heartbeat = opened(new Heartbeat(System::nanoTime));
        heartbeat.start();
        var workers = new Workers(server, heartbeat, new FailureRows(transactions, failures, incidents), meters, drainer);
        beans.bind("sqs", server.client());
        beans.bind("given-up", new GivenUp());
        beans.bind("parcels", new Parcels(server));
        var tables = opened(TableServer.at(address("hub.dynamodb", settings), settings.duration("hub.dynamodb.timeout").dividedBy(2)));
        var streams = new Streams(tables, leases(settings), incidents, meters);
        beans.bind("dynamodb", tables.client());
        var subscriptions = new Subscriptions();
        beans.bind("backbone", new Backbone(transactions, ledger, failures, incidents, drainer, subscribers, ingress, subscriptions, new PartnerCircuits(), workers, streams, meters));
        SubscriptionErrors.install(context);
        context.getManagementStrategy().addEventNotifier(new QueuesFirst(subscribers));
        context.getCamelContextExtension().addInterceptStrategy(new FailedStep());
        new Contexts(context, settings, beans, transactions, clock, meters, open::push).bind(log, failures, kafka, server, tables.client());
        var jobs = jobs(settings, transactions);
        var replays = replays(settings, transactions, artemis, subscriptions, catalogue, jobs, clock);
        var retryJobs = new RetryJobs(transactions, jobs.jobs(), drainer::names, drainer::wake, settings.number("failures.retry-jobs.max-members"));
        jobs.register(RetryJobs.KIND, retryJobs);
        var audit = new Audit(transactions, settings.duration("audit.retention"));
        beans.bind("audit", audit);
        beans.bind("jobs", jobs.jobs());
        var reload = new Reload(Path.of("."), Hub::faults, new Swap(context, schedules, settings.duration("reload.patience")));
        beforeStops.add(0, reload::close);
        var tokens = RestModule.tokens(context);
        opened(RestModule.bind(context, transactions, tokens));
        var operated = new Operated(context, transactions, failureList, subscriptions, List.of(bus, stream), artemis, kafka::properties, workers, streams, schedules, jobs.jobs(), meters,
                retryJobs, replays, catalogue, audit, reload);
        starts.add(() -> opened(Operations.start(operated, settings.number("camel.management.port"), commandLineToken, () -> leaving, bearer -> operator(tokens, bearer), console(settings))));
    }

    private static Console.Settings console(Settings settings) {
        var keeping = new Sessions.Keeping(settings.duration("console.session.idle"), settings.duration("console.session.lifetime"), settings.number("console.session.most"),
                Boolean.parseBoolean(settings.text("console.session.tls")));
        return new Console.Settings(HubFiles.ofEnvironment().data(), settings.number("console.guesses.at-once"), settings.duration("console.guesses.pause"), keeping);
    }

    private static Optional<Operator> operator(Tokens tokens, String bearer) {
        try {
            var caller = tokens.verify(bearer);
            return Optional.of(new Operator(caller.subject(), caller.roles()));
        } catch (InvalidToken e) {
            return Optional.empty();
        }
    }

    /** Makes this process known on the machine, before it does anything else. @return the command line's token */
    private static String announce(Settings settings) {
        int httpPort = Preconditions.freePort(settings.text("camel.server.host"), settings.text("camel.server.port"), "camel.server.port", "HUB_HTTP_PORT");
        int opsPort = Preconditions.freePort(settings.text("camel.management.host"), settings.text("camel.management.port"), "camel.management.port", "HUB_OPS_PORT");
        if (httpPort == opsPort) {
            throw new CannotStart("HUB_HTTP_PORT and HUB_OPS_PORT are both " + httpPort + "; set one of them to another port");
        }
        return HubFiles.ofEnvironment().announce(httpPort, opsPort);
    }

    private Schedules schedules(CamelContext context, Settings settings, Beans beans, DataSource database) {
        var keeping = new Schedules.Keeping(settings.number("schedules.threads"), settings.duration("schedules.check-in"), settings.duration("schedules.misfire-after"),
                Boolean.parseBoolean(settings.text("schedules.allow-now")));
        var schedules = opened(new Schedules(context, database, keeping, Clock.systemUTC()));
        beans.bind("schedules", schedules);
        beans.bind("scheduler", schedules.scheduler());
        starts.add(schedules::start);
        beforeStops.add(deadline -> schedules.standBy());
        return schedules;
    }

    private JobRunner jobs(Settings settings, Transactions transactions) {
        var load = new JobRunner.Load(settings.number("jobs.at-once"), settings.duration("jobs.lease"));
        var jobs = opened(new JobRunner(transactions, UUID.randomUUID().toString(), load, Contexts.backoff(settings, "jobs")));
        starts.add(jobs::start);
        return jobs;
    }

    private Replays replays(Settings settings, Transactions transactions, ActiveMQConnectionFactory artemis, Subscriptions subscriptions, EventCatalogue catalogue, JobRunner jobs,
                            Clock clock) {
        var table = new ReplayTable(transactions);
        var pace = new Pace(settings.number("replays.batch"), settings.number("replays.under-way"));
        var counts = new RangeCount(transactions, table, settings.number("replays.count.window"));
        jobs.register(Replays.KIND, new ReplayWork(transactions, table, counts, new ReplayQueues(artemis), subscriptions, pace, clock));
        var consumers = new ReplayConsumers(transactions, table, subscriptions, artemis,
                new ReplayConsumers.Load(settings.number("replays.subscribers-at-once"), settings.number("replays.concurrency")));
        starts.add(consumers::start);
        beforeStops.add(consumers::close);
        return new Replays(transactions, jobs.jobs(), table, subscriptions, catalogue::knows, counts, settings.duration("replays.count.patience"), clock);
    }

    private Relay relay(String name, Settings settings, Transactions transactions, FailureStore failures, Drainer drainer, Callable<Destination> destinations) {
        var relay = opened(new Relay(name, leases(settings), transactions, failures, destinations, settings.number("relay.batch")));
        drainer.register(relay.subscriber(), opened(new RelayRetry(destinations, new Ledger(transactions))));
        starts.add(relay::start);
        return relay;
    }

    private HikariDataSource database(Settings settings) {
        var config = new HikariConfig();
        config.setPoolName("postgres");
        config.setJdbcUrl(settings.text("postgres.url"));
        config.setUsername(settings.text("postgres.user"));
        config.setPassword(settings.text("postgres.password"));
        config.setMaximumPoolSize(settings.number("postgres.pool-size"));
        config.setConnectionTimeout(settings.duration("postgres.connection-timeout").toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set idle_in_transaction_session_timeout = '30s'");
        Preconditions.databaseAnswers(config.getJdbcUrl(), config.getUsername(), config.getPassword());
        var pool = opened(new HikariDataSource(config));
        Flyway.configure().dataSource(pool).schemas("public").load().migrate();
        return pool;
    }

    private static ActiveMQConnectionFactory artemis(Settings settings) {
        var user = settings.text("artemis.user");
        return new ActiveMQConnectionFactory(settings.text("artemis.url"), user.isEmpty() ? null : user, settings.text("artemis.password"));
    }

    private static Lease.Database leases(Settings settings) {
        return new Lease.Database(settings.text("postgres.url"), settings.text("postgres.user"), settings.text("postgres.password"));
    }

    private static AwsAddress address(String prefix, Settings settings) {
        return new AwsAddress(settings.text(prefix + ".endpoint"), settings.text(prefix + ".region"), settings.text(prefix + ".access-key"), settings.text(prefix + ".secret-key"),
                settings.number(prefix + ".connections"));
    }

    /** The registry that Camel's own metrics go to as well. */
    private static PrometheusMeterRegistry meters(CamelContext context) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        return meters;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }
}
