package hub;

import hub.awards.AwardsModule;
import hub.camel.RouteCall;
import hub.events.Backoff;
import hub.events.EventLog;
import hub.events.Transactions;
import hub.failures.FailureStore;
import hub.pipeline.PipelineModule;
import hub.pipeline.Published;
import hub.pipeline.Publisher;
import hub.queues.QueueServer;
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
import hub.users.Passwords;
import hub.users.UsersModule;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds what the routes of the contexts call. */
final class Contexts {

    private final CamelContext context;
    private final Settings settings;
    private final Beans beans;
    private final Transactions transactions;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Consumer<AutoCloseable> closedAtEnd;

    /** @param closedAtEnd takes what has to be closed when the routes have stopped, in the opposite order */
    Contexts(CamelContext context, Settings settings, Beans beans, Transactions transactions, Clock clock, MeterRegistry meters, Consumer<AutoCloseable> closedAtEnd) {
        this.context = context;
        this.settings = settings;
        this.beans = beans;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
        this.closedAtEnd = closedAtEnd;
    }

    /** Binds the beans of all contexts. */
    void bind(EventLog log, FailureStore failures, KafkaConnection kafka, QueueServer server, DynamoDbClient dynamodb) {
        usersAndAwards(log);
        pipeline(kafka);
        var campaigns = registration(server, dynamodb);
        var reminders = reminders(dynamodb);
        selection(failures, campaigns, reminders::sent, server, dynamodb);
    }

    private void usersAndAwards(EventLog log) {
        var passwords = new Passwords(settings.number("users.password.memory"), settings.number("users.password.iterations"),
                settings.number("users.password.concurrency"), settings.duration("users.password.patience"));
        beans.bind(new UsersModule(transactions, log, clock, passwords).beans());
        beans.bind(new AwardsModule(transactions, log, clock, Path.of("mappings/awards"), settings.text("awards.welcome-sticker")).beans());
    }

    private void pipeline(KafkaConnection kafka) {
        var published = new Published(transactions, settings.duration("pipeline.dedup.retention"));
        var publisher = opened(new Publisher(transactions, published, kafka::properties, settings.duration("pipeline.publish.patience")));
        beans.bind(new PipelineModule(Path.of("mappings/pipeline"), published, publisher).beans());
    }

    private Campaigns registration(QueueServer server, DynamoDbClient dynamodb) {
        var table = new Entries.Table(dynamodb, settings.text("registration.table"), settings.number("registration.entries.attempts"), settings.duration("registration.entries.patience"));
        var limits = new Campaigns.Limits(settings.number("registration.campaigns.parsed"), settings.duration("registration.campaigns.patience"));
        var calls = backoff(settings, "registration.replication");
        var sweep = new ReplicationSweep.Pace(settings.duration("registration.sweep.flagged-for"), settings.number("registration.sweep.page"), settings.duration("registration.sweep.pause"));
        var registration = new RegistrationModule(table, opened(redis()), settings.duration("registration.campaigns.time-to-live"), new RouteCall(context, "fetch-campaign"), limits,
                RegistrationData.POSTAL_CODES, clock, calls, sweep, () -> server.waiting("saveEntriesQueue"), meters).beans();
        beans.bind(registration);
        return (Campaigns) registration.get("campaigns");
    }

    private void selection(FailureStore failures, Campaigns campaigns, Notified notified, QueueServer server, DynamoDbClient dynamodb) {
        LongSupplier backlog = () -> server.waiting("saveSelectionQueue") + server.waiting("verdictReporterQueue");
        beans.bind(new SelectionModule(transactions, dynamodb, settings.text("registration.table"), campaigns, notified, new RejectedRecords(failures),
                settings.duration("registration.selections.lease"), settings.duration("registration.selections.resend-after"), settings.number("registration.selections.concurrency"),
                settings.number("registration.selections.messages"), backoff(settings, "registration.selections"), backoff(settings, "registration.replication"),
                settings.number("registration.selections.deliveries"), backlog, meters).beans());
    }

    private SmsDelivery reminders(DynamoDbClient dynamodb) {
        var mongo = opened(new MongoServer(settings.text("hub.mongodb.url"), settings.text("hub.mongodb.database"), settings.number("hub.mongodb.connections"), settings.duration("hub.mongodb.timeout")));
        var reminders = new RemindersModule(mongo, transactions, dynamodb, settings.text("registration.table"), ReminderTexts.load(RegistrationData.REMINDERS),
                new Rate(settings.number("reminders.rate")), settings.values("reminders.regions"), backoff(settings, "reminders"), meters).beans();
        beans.bind(reminders);
        return (SmsDelivery) reminders.get("sms-delivery");
    }

    /** The delays that the settings below a prefix say. */
    static Backoff backoff(Settings settings, String prefix) {
        return new Backoff(settings.duration(prefix + ".backoff"), settings.duration(prefix + ".max-backoff"), () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Connects when first used. */
    private RedisClient redis() {
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

    private <T extends AutoCloseable> T opened(T resource) {
        closedAtEnd.accept(resource);
        return resource;
    }
}
