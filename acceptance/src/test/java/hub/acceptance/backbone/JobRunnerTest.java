package hub.acceptance.backbone;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Database;
import hub.acceptance.Running;
import hub.events.Backoff;
import hub.events.Json;
import hub.events.Transactions;
import hub.jobs.Job;
import hub.jobs.Job.State;
import hub.jobs.JobRunner;
import hub.jobs.Jobs;
import hub.jobs.Work;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Runners of the test's own on the hub's jobs, of a kind that the hub does not know. */
class JobRunnerTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private final Database database = new Database(Running.world());
    private final String kind = "count-" + UUID.randomUUID();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger cleared = new AtomicInteger();
    private Transactions transactions;
    private JobRunner runner;

    @BeforeEach
    void connect() {
        var pool = new PGSimpleDataSource();
        pool.setUrl(Running.world().jdbcUrl());
        transactions = new Transactions(pool);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void a_job_is_worked_on_step_by_step_until_it_is_done_and_cleared_away() {
        start(job -> count(job, 3, Duration.ZERO));

        order("a", 3);

        awaitEnd("a");
        var job = job("a");
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.progress().path("counted").asInt()).isEqualTo(3);
        assertThat(job.operator()).isEqualTo("me");
        assertThat(steps).hasValue(3);
        assertThat(cleared).hasValue(1);
    }

    @Test
    void the_same_order_again_is_the_same_job_and_another_order_finds_the_id_taken() {
        start(job -> count(job, 1, Duration.ZERO));

        assertThat(order("a", 3)).isInstanceOf(Jobs.Order.Created.class);
        assertThat(order("a", 3)).isInstanceOf(Jobs.Order.Known.class);
        assertThat(order("a", 4)).isInstanceOf(Jobs.Order.Taken.class);

        awaitEnd("a");
        assertThat(steps).hasValue(1);
    }

    @Test
    void a_paused_job_is_left_alone_until_it_is_resumed() {
        start(job -> count(job, 1000, Duration.ofMillis(1)));
        order("a", 3);
        await().atMost(10, SECONDS).until(() -> steps.get() > 2);

        runner.jobs().pause(kind, "a");

        await().atMost(10, SECONDS).until(() -> database.count("select count(*) from hub.job where kind = ? and owner is not null", kind) == 0);
        int then = steps.get();
        assertThat(runner.jobs().resume(kind, "a")).isInstanceOf(Jobs.Change.Done.class);
        await().atMost(10, SECONDS).until(() -> steps.get() > then);
        assertThat(job("a").progress().path("counted").asInt()).isLessThanOrEqualTo(steps.get());
        runner.jobs().cancel(kind, "a");
        awaitEnd("a");
    }

    @Test
    void a_cancelled_job_is_cleared_away_though_it_waits_for_its_next_step() {
        start(job -> count(job, 1000, Duration.ofMinutes(5)));
        order("a", 3);
        await().atMost(10, SECONDS).until(() -> steps.get() == 1);

        runner.jobs().cancel(kind, "a");

        awaitEnd("a");
        assertThat(job("a").state()).isEqualTo(State.CANCELLED);
        assertThat(cleared).hasValue(1);
        assertThat(runner.jobs().resume(kind, "a")).isEqualTo(new Jobs.Change.Refused(State.CANCELLED));
    }

    @Test
    void a_step_that_fails_is_tried_again_and_the_job_says_why_it_waits() {
        var mayGoOn = new Semaphore(0);
        start(job -> {
            if (!mayGoOn.tryAcquire()) {
                throw new IllegalStateException("the broker is away");
            }
            return count(job, 1, Duration.ZERO);
        });
        order("a", 3);
        await().atMost(10, SECONDS).until(() -> job("a").trouble() != null);
        assertThat(job("a").trouble()).contains("the broker is away");

        mayGoOn.release();

        awaitEnd("a");
        assertThat(job("a").trouble()).isNull();
    }

    @Test
    void what_cannot_be_done_fails_with_its_reason() {
        start(job -> {
            throw new Work.CannotBeDone("the log was dropped");
        });

        order("a", 3);

        awaitEnd("a");
        assertThat(job("a").state()).isEqualTo(State.FAILED);
        assertThat(job("a").trouble()).isEqualTo("the log was dropped");
        assertThat(cleared).hasValue(1);
    }

    @Test
    void the_job_of_a_hub_that_died_goes_on_at_another_from_its_last_step() {
        start(job -> count(job, 3, Duration.ZERO));
        database.sql("""
                insert into hub.job (kind, id, state, ordered, progress, operator, started_at, owner, leased_until)
                values (?, 'a', 'RUNNING', '{}', '{"counted": 2}', 'me', clock_timestamp(), 'a hub that died', clock_timestamp() + interval '1 second')""", kind).update();

        awaitEnd("a");

        assertThat(steps).hasValue(1);
        assertThat(job("a").progress().path("counted").asInt()).isEqualTo(3);
    }

    private void start(Next next) {
        runner = new JobRunner(transactions, UUID.randomUUID().toString(), new JobRunner.Load(2, LEASE), new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), () -> 0.5));
        runner.register(kind, new Work() {
            @Override
            public Step next(Job job) {
                return next.after(job);
            }

            @Override
            public void clearAway(Job job) {
                cleared.incrementAndGet();
            }
        });
        runner.start();
    }

    /** The step of a test. */
    private interface Next {
        Work.Step after(Job job);
    }

    private Work.Step count(Job job, int until, Duration pause) {
        steps.incrementAndGet();
        int counted = job.progress().path("counted").asInt() + 1;
        JsonNode progress = Json.MAPPER.createObjectNode().put("counted", counted);
        return counted == until ? Work.Step.done(progress) : Work.Step.after(progress, pause);
    }

    private Jobs.Order order(String id, int number) {
        return runner.jobs().order(kind, id, Json.MAPPER.createObjectNode().put("number", number), Json.MAPPER.createObjectNode(), "me", () -> { });
    }

    private Job job(String id) {
        return runner.jobs().find(kind, id).orElseThrow();
    }

    private void awaitEnd(String id) {
        await().atMost(15, SECONDS).until(() -> job(id).endedAt() != null);
    }
}
