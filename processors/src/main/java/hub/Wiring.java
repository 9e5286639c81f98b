package hub;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hub.awards.AwardsModule;
import hub.camel.Backbone;
import hub.camel.BrokerDeadLetter;
import hub.camel.DeadLetterRecord;
import hub.camel.FailedStep;
import hub.camel.PartnerCircuits;
import hub.camel.QueuesFirst;
import hub.camel.RouteCall;
import hub.camel.Schedules;
import hub.camel.SubscriptionErrors;
import hub.camel.Subscriptions;
import hub.events.ArtemisBus;
import hub.events.AwsAddress;
import hub.events.Backoff;
import hub.events.CatchUp;
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
import hub.events.Subscribers;
import hub.events.Transactions;
import hub.failures.DeadLetters;
import hub.failures.Drainer;
import hub.failures.FailureStore;
import hub.failures.Failures;
import hub.failures.Incidents;
import hub.failures.Lanes;
import hub.failures.RelayRetry;
import hub.failures.RetryDelays;
import hub.operations.CannotStart;
import hub.operations.HubFiles;
import hub.operations.ManagedClasses;
import hub.operations.Operated;
import hub.operations.Operations;
import hub.operations.Operator;
import hub.operations.Preconditions;
import hub.operations.PublishedEvents;
import hub.pipeline.PipelineModule;
import hub.pipeline.Published;
import hub.pipeline.Publisher;
import hub.queues.FailureRows;
import hub.queues.GivenUp;
import hub.queues.Heartbeat;
import hub.queues.Parcels;
import hub.queues.QueueServer;
import hub.queues.Workers;
import hub.registration.Campaigns;
import hub.registration.Entries;
import hub.registration.RegistrationModule;
import hub.registration.ReplicationSweep;
import hub.registration.reminders.MongoServer;
import hub.registration.reminders.Rate;
import hub.registration.reminders.ReminderTexts;
import hub.registration.reminders.RemindersModule;
import hub.registration.reminders.SmsDelivery;
import hub.registration.selection.Notified;
import hub.registration.selection.SelectionModule;
import hub.rest.InvalidToken;
import hub.rest.RestModule;
import hub.rest.Tokens;
import hub.streams.Streams;
import hub.streams.TableServer;
import hub.users.Passwords;
import hub.users.UsersModule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
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
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the hub's beans before the routes are loaded, starts its services after them, and stops both in the opposite order. */
final class Wiring extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Runnable> starts = new ArrayList<>();
    private final List<Runnable> beforeStops = new ArrayList<>();
    private String commandLineToken;

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

    /** What is parked is left alone while routes stop, or the stop would count as a vain attempt. */
    @Override
    public void beforeStop(BaseMainSupport main) {
        beforeStops.forEach(Runnable::run);
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
        var delays = RetryDelays.parse(settings.text("failures.retry.delays"), ThreadLocalRandom.current()::nextDouble);
        var ledger = new Ledger(transactions);
        var incidents = new Incidents(transactions, settings.duration("alerts.window"));
        var failures = new FailureStore(transactions, ledger, incidents, delays, settings.number("failures.max-rows-per-subscriber"));
        var lanes = new Lanes(transactions, ledger, incidents, delays, settings.duration("failures.lease"));
        var drainer = opened(new Drainer(transactions, lanes, settings.number("failures.drainers")));
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

        var housekeeping = new Housekeeping(transactions, settings.duration("events.retention"), settings.duration("ingress.retention"), settings.duration("failures.retention"));
        housekeeping.makeRoom();

        beans.bind("transactions", transactions);
        beans.bind("housekeeping", housekeeping);
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
        contexts(beans, settings, transactions, log, clock);
        pipeline(beans, settings, transactions, kafka);
        var campaigns = registration(context, beans, settings, server, tables.client(), meters, clock);
        var reminders = reminders(beans, settings, transactions, tables.client(), meters);
        selection(beans, settings, transactions, failures, campaigns, reminders::sent, server, tables.client(), meters);
        var tokens = RestModule.tokens(context);
        opened(RestModule.bind(context, transactions, tokens));
        var operated = new Operated(context, transactions, failureList, subscriptions, List.of(bus, stream), artemis, kafka::properties, workers, streams, schedules, meters);
        starts.add(() -> opened(Operations.start(operated, settings.number("camel.management.port"), commandLineToken, bearer -> operator(tokens, bearer))));
    }

    private static Optional<Operator> operator(Tokens tokens, String bearer) {
        try {
            var caller = tokens.verify(bearer);
            return Optional.of(new Operator(caller.subject(), caller.roles()));
        } catch (InvalidToken e) {
            return Optional.empty();
        }
    }

    private static void contexts(Beans beans, Settings settings, Transactions transactions, EventLog log, Clock clock) {
        var passwords = new Passwords(settings.number("users.password.memory"), settings.number("users.password.iterations"),
                settings.number("users.password.concurrency"), settings.duration("users.password.patience"));
        beans.bind(new UsersModule(transactions, log, clock, passwords).beans());
        beans.bind(new AwardsModule(transactions, log, clock, Path.of("mappings/awards"), settings.text("awards.welcome-sticker")).beans());
    }

    private void pipeline(Beans beans, Settings settings, Transactions transactions, KafkaConnection kafka) {
        var published = new Published(transactions, settings.duration("pipeline.dedup.retention"));
        var publisher = opened(new Publisher(transactions, published, kafka::properties, settings.duration("pipeline.publish.patience")));
        beans.bind(new PipelineModule(Path.of("mappings/pipeline"), published, publisher).beans());
    }

    private Campaigns registration(CamelContext context, Beans beans, Settings settings, QueueServer server, DynamoDbClient dynamodb, MeterRegistry meters, Clock clock) {
        var table = new Entries.Table(dynamodb, settings.text("registration.table"), settings.number("registration.entries.attempts"), settings.duration("registration.entries.patience"));
        var limits = new Campaigns.Limits(settings.number("registration.campaigns.parsed"), settings.duration("registration.campaigns.patience"));
        var calls = backoff(settings, "registration.replication");
        var sweep = new ReplicationSweep.Pace(settings.duration("registration.sweep.flagged-for"), settings.number("registration.sweep.page"), settings.duration("registration.sweep.pause"));
        var registration = new RegistrationModule(table, opened(redis(settings)), settings.duration("registration.campaigns.time-to-live"), new RouteCall(context, "fetch-campaign"), limits,
                RegistrationData.POSTAL_CODES, clock, calls, sweep, () -> server.waiting("saveEntriesQueue"), meters).beans();
        beans.bind(registration);
        return (Campaigns) registration.get("campaigns");
    }

    private static void selection(Beans beans, Settings settings, Transactions transactions, FailureStore failures, Campaigns campaigns, Notified notified, QueueServer server, DynamoDbClient dynamodb, MeterRegistry meters) {
        LongSupplier backlog = () -> server.waiting("saveSelectionQueue") + server.waiting("verdictReporterQueue");
        beans.bind(new SelectionModule(transactions, dynamodb, settings.text("registration.table"), campaigns, notified, new RejectedRecords(failures),
                settings.duration("registration.selections.lease"), settings.duration("registration.selections.resend-after"), settings.number("registration.selections.concurrency"),
                settings.number("registration.selections.messages"), backoff(settings, "registration.selections"), backoff(settings, "registration.replication"),
                settings.number("registration.selections.deliveries"), backlog, meters).beans());
    }

    private SmsDelivery reminders(Beans beans, Settings settings, Transactions transactions, DynamoDbClient dynamodb, MeterRegistry meters) {
        var mongo = opened(new MongoServer(settings.text("hub.mongodb.url"), settings.text("hub.mongodb.database"), settings.number("hub.mongodb.connections"), settings.duration("hub.mongodb.timeout")));
        var reminders = new RemindersModule(mongo, transactions, dynamodb, settings.text("registration.table"), ReminderTexts.load(RegistrationData.REMINDERS),
                new Rate(settings.number("reminders.rate")), settings.values("reminders.regions"), backoff(settings, "reminders"), meters).beans();
        beans.bind(reminders);
        return (SmsDelivery) reminders.get("sms-delivery");
    }

    private static Backoff backoff(Settings settings, String prefix) {
        return new Backoff(settings.duration(prefix + ".backoff"), settings.duration(prefix + ".max-backoff"), () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Connects when first used. */
    private static RedisClient redis(Settings settings) {
        var timeout = settings.duration("hub.redis.timeout");
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.number("hub.redis.connections"));
        pool.setMaxIdle(settings.number("hub.redis.connections"));
        pool.setMaxWait(timeout);
        var user = settings.text("hub.redis.user");
        var password = settings.text("hub.redis.password");
        return RedisClient.builder().hostAndPort(settings.text("hub.redis.host"), settings.number("hub.redis.port")).poolConfig(pool)
                .clientConfig(DefaultJedisClientConfig.builder().timeoutMillis((int) timeout.toMillis()).ssl(Boolean.parseBoolean(settings.text("hub.redis.tls")))
                        .user(user.isEmpty() ? null : user).password(password.isEmpty() ? null : password).build())
                .build();
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
        beforeStops.add(schedules::standBy);
        return schedules;
    }

    private Relay relay(String name, Settings settings, Transactions transactions, FailureStore failures, Drainer drainer, Callable<Destination> destinations) {
        var relay = opened(new Relay(name, leases(settings), transactions, failures, destinations, settings.number("relay.batch")));
        drainer.register(relay.subscriber(), opened(new RelayRetry(destinations)));
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
