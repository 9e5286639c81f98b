package hub.camel;

import static org.quartz.impl.matchers.GroupMatcher.jobGroupEquals;
import static org.quartz.impl.matchers.GroupMatcher.triggerGroupEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobDataMap;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The schedules that all hubs share: Quartz, with its store in PostgreSQL. Each firing is at one hub; what a hub was at when it died is repeated by another.
 * What routes say of their schedules counts over what the store has of them, except that a paused one stays paused.
 */
public final class Schedules implements AutoCloseable {

    /**
     * How they are kept.
     *
     * @param threads      most firings at once at this hub
     * @param checkIn      how often a hub shows that it lives
     * @param misfireAfter how late a firing may be before it counts as missed
     * @param allowNow     whether a run by hand may be told what time it is
     */
    public record Keeping(int threads, Duration checkIn, Duration misfireAfter, boolean allowNow) { }

    /** What a schedule is doing. */
    public enum State { WAITING, RUNNING, PAUSED, ERROR }

    /** A schedule as operators see it. @param next null: never @param previous null: not yet */
    public record Schedule(String name, String cron, String zone, State state, Instant next, Instant previous) { }

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    /** Of all schedules, as the kamelet names it. */
    private static final String GROUP = "hub";
    private static final String NOW = "now";
    /** In which the scheduler fires or lets go what it had taken already. */
    private static final Duration LET_GO = Duration.ofMillis(150);

    private final CamelContext camel;
    private final Keeping keeping;
    private final Clock clock;
    private final Scheduler scheduler;
    private volatile List<String> paused = List.of();

    private interface Work<T> {
        T on(Scheduler scheduler) throws SchedulerException;
    }

    /** @param pool connections of the store; a firing holds none */
    public Schedules(CamelContext camel, DataSource pool, Keeping keeping, Clock clock) {
        this.camel = camel;
        this.keeping = keeping;
        this.clock = clock;
        DBConnectionManager.getInstance().addConnectionProvider(GROUP, new Pooled(pool));
        try {
            this.scheduler = new StdSchedulerFactory(properties(keeping)).getScheduler();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedules cannot be kept", e);
        }
    }

    private static Properties properties(Keeping keeping) {
        var properties = new Properties();
        properties.putAll(Map.of("org.quartz.scheduler.instanceName", GROUP, "org.quartz.scheduler.instanceId", "AUTO", "org.quartz.scheduler.jmx.export", "true",
                "org.quartz.scheduler.skipUpdateCheck", "true", "org.quartz.scheduler.dbFailureRetryInterval", "2000",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool", "org.quartz.threadPool.threadCount", String.valueOf(keeping.threads()),
                "org.quartz.threadPool.threadNamePrefix", "schedule"));
        properties.putAll(Map.of("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate", "org.quartz.jobStore.dataSource", GROUP,
                "org.quartz.jobStore.tablePrefix", "quartz.", "org.quartz.jobStore.useProperties", "true", "org.quartz.jobStore.isClustered", "true",
                "org.quartz.jobStore.clusterCheckinInterval", String.valueOf(keeping.checkIn().toMillis()),
                "org.quartz.jobStore.misfireThreshold", String.valueOf(keeping.misfireAfter().toMillis())));
        return properties;
    }

    /** What Camel's component schedules with. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Begins to fire, once the routes have started. */
    public void start() {
        follow();
        goOn();
    }

    /** Has the store say what the routes say now. Schedules that no route has any more are forgotten. */
    public void follow() {
        with(quartz -> {
            var wanted = wanted();
            for (var job : quartz.getJobKeys(jobGroupEquals(GROUP))) {
                if (!wanted.containsKey(job.getName())) {
                    LOG.info("schedule {} is forgotten, because no route has it any more", job.getName());
                    quartz.deleteJob(job);
                }
            }
            for (var endpoint : wanted.values()) {
                correct(endpoint);
            }
            for (var name : paused) {
                if (wanted.containsKey(name)) {
                    quartz.pauseTrigger(key(name));   // Camel's component resumes one whose cron expression has changed
                }
            }
            return null;
        });
    }

    /** Fires nothing at this hub until {@link #goOn}, so that routes can be replaced; what is due meanwhile is fired later, or by another hub. */
    public void hold() {
        paused = list().stream().filter(schedule -> schedule.state() == State.PAUSED).map(Schedule::name).toList();
        standBy();
        sleep(LET_GO);
    }

    /** Fires from now on. */
    public void goOn() {
        paused = List.of();
        with(quartz -> {
            quartz.start();
            return null;
        });
    }

    private Map<String, QuartzEndpoint> wanted() {
        var wanted = new HashMap<String, QuartzEndpoint>();
        camel.getRoutes().forEach(route -> {
            if (route.getEndpoint() instanceof QuartzEndpoint endpoint && endpoint.getGroupName().equals(GROUP)) {
                wanted.put(endpoint.getTriggerName(), endpoint);
            }
        });
        return wanted;
    }

    /** Camel's component notices another cron expression in the store, but neither another zone nor another misfire instruction. */
    private void correct(QuartzEndpoint endpoint) throws SchedulerException {
        var key = endpoint.getTriggerKey();
        var zone = TimeZone.getTimeZone((String) endpoint.getTriggerParameters().get("timeZone"));
        var misfire = Integer.parseInt((String) endpoint.getTriggerParameters().get("misfireInstruction"));
        if (scheduler.getTrigger(key) instanceof CronTrigger stored && (stored.getMisfireInstruction() != misfire || !stored.getTimeZone().equals(zone))) {
            var cron = CronScheduleBuilder.cronSchedule(stored.getCronExpression()).inTimeZone(zone);
            var paused = scheduler.getTriggerState(key) == TriggerState.PAUSED;
            scheduler.rescheduleJob(key, stored.getTriggerBuilder().withSchedule(misfire == CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                    ? cron.withMisfireHandlingInstructionDoNothing() : cron.withMisfireHandlingInstructionFireAndProceed()).build());
            if (paused) {
                scheduler.pauseTrigger(key);
            }
        }
    }

    /** Fires no more; what was fired goes on. */
    public void standBy() {
        with(quartz -> {
            quartz.standby();
            return null;
        });
    }

    @Override
    public void close() {
        with(quartz -> {
            quartz.shutdown();
            return null;
        });
    }

    /**
     * The time that a firing is to take as the present: the clock's, or the one that an operator gave who ran it by hand.
     *
     * @param data of the firing
     * @throws IllegalStateException a time was given, and that is not allowed
     */
    public Instant moment(Map<String, Object> data) {
        if (!data.containsKey(NOW)) {
            return clock.instant();
        }
        if (!keeping.allowNow()) {
            throw new IllegalStateException("a time was given, and schedules.allow-now is false");
        }
        return Instant.parse((String) data.get(NOW));
    }

    /** Whether a run by hand may be told what time it is. */
    public boolean allowsNow() {
        return keeping.allowNow();
    }

    /** All of them, by name. */
    public List<Schedule> list() {
        return with(quartz -> quartz.getTriggerKeys(triggerGroupEquals(GROUP)).stream().map(key -> find(key.getName())).flatMap(Optional::stream)
                .sorted(Comparator.comparing(Schedule::name)).toList());
    }

    /** One of them. */
    public Optional<Schedule> find(String name) {
        return with(quartz -> quartz.getTrigger(key(name)) instanceof CronTrigger trigger
                ? Optional.of(new Schedule(name, trigger.getCronExpression(), trigger.getTimeZone().getID(), state(quartz.getTriggerState(trigger.getKey())),
                        instant(trigger.getNextFireTime()), instant(trigger.getPreviousFireTime())))
                : Optional.empty());
    }

    /** Fires at once, at any hub; after its end where it is running. @param now the time that it is to take as the present; null: the clock's */
    public void run(String name, Instant now) {
        with(quartz -> {
            quartz.triggerJob(new JobKey(name, GROUP), now == null ? new JobDataMap() : new JobDataMap(Map.of(NOW, now.toString())));
            return null;
        });
    }

    /** Fires no more at any hub until it is resumed, after a start neither. */
    public void pause(String name) {
        with(quartz -> {
            quartz.pauseTrigger(key(name));
            return null;
        });
    }

    /** Fires again; what it missed meanwhile is treated as any misfire. */
    public void resume(String name) {
        with(quartz -> {
            quartz.resumeTrigger(key(name));
            return null;
        });
    }

    private static void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while schedules were held", e);
        }
    }

    private static TriggerKey key(String name) {
        return new TriggerKey(name, GROUP);
    }

    private static State state(TriggerState state) {
        return switch (state) {
            case PAUSED -> State.PAUSED;
            case BLOCKED -> State.RUNNING;
            case ERROR -> State.ERROR;
            default -> State.WAITING;
        };
    }

    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }

    private <T> T with(Work<T> work) {
        try {
            return work.on(scheduler);
        } catch (SchedulerException e) {
            throw new DataAccessResourceFailureException("the store of the schedules does not answer: " + e.getMessage(), e);
        }
    }

    /** The hub's own pool, which Quartz neither fills nor closes. */
    private record Pooled(DataSource pool) implements ConnectionProvider {

        /** Quartz wraps what it gets in a proxy of the thread's class loader, and a call over JMX comes on a thread that has none. */
        @Override
        public Connection getConnection() throws SQLException {
            var thread = Thread.currentThread();
            if (thread.getContextClassLoader() == null) {
                thread.setContextClassLoader(Schedules.class.getClassLoader());
            }
            return pool.getConnection();
        }

        @Override
        public void initialize() {
            // it is open
        }

        @Override
        public void shutdown() {
            // its owner closes it
        }
    }
}
