package hub.acceptance.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Running;
import hub.events.Json;
import hub.events.Transactions;
import hub.failures.RetryJobs;
import hub.failures.RetryJobs.Order;
import hub.failures.RetryJobs.Selection;
import hub.failures.RetryJobs.State;
import hub.jobs.Jobs;
import hub.jobs.Work.Step;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The steps of a retry job that no hub works on, for a subscriber that comes and goes. */
class RetryStepsTest {

    private final Database database = new Database(Running.world());
    private final String subscriber = "steps-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();
    private Set<String> retried = Set.of(subscriber);
    private Transactions transactions;
    private Jobs jobs;
    private RetryJobs retryJobs;

    @BeforeEach
    void connect() {
        var pool = new PGSimpleDataSource();
        pool.setUrl(Running.world().jdbcUrl());
        transactions = new Transactions(pool);
        jobs = new Jobs(transactions, () -> { });
        retryJobs = new RetryJobs(transactions, jobs, () -> retried, () -> { }, 100);
    }

    @Test
    void a_job_ends_when_the_subscriber_of_what_is_under_way_has_gone() {
        order(held(2, "BLOCKED"), held(1, "HELD"));
        step();
        assertThat(step().done()).isFalse();
        assertThat(states()).containsExactly("RETRYING", "RETRYING");

        retried = Set.of();

        assertThat(step().done()).isTrue();
        assertThat(retryJobs.members(id, State.NOT_RETRIED, 0, 10)).hasSize(2).allSatisfy(member -> assertThat(member.reason()).isEqualTo("nobody at this hub tries it again"));
    }

    @Test
    void what_follows_a_head_takes_no_room_in_a_batch() {
        var behind = held(2, "BLOCKED");
        order(behind, held(1, "HELD"));   // the head is the younger one, and the later member

        step();
        step();

        assertThat(states()).containsExactly("RETRYING", "RETRYING");
        assertThat(database.count("select count(*) from hub.failure where subscriber = ? and status = 'WAITING'", subscriber)).as("made due").isEqualTo(1);
    }

    @AfterEach
    void forget() {
        database.sql("delete from hub.job where id = ?", id).update();
        database.sql("delete from hub.failure where subscriber = ?", subscriber).update();
    }

    private UUID held(long position, String status) {
        return database.sql("""
                insert into hub.failure (status, code, reason, flow, subscriber, subject, position, payload) values (?, 'test', 'test', 'test', ?, 's', ?, '') returning id""",
                status, subscriber, position).query(UUID.class).single();
    }

    /** In batches of one, and leased to the test before a hub sees it. */
    private void order(UUID... failures) {
        var words = Json.MAPPER.createObjectNode().put("batchSize", 1);
        transactions.inTransaction(() -> {
            retryJobs.order(new Order(id, new Selection(null, List.of(failures)), words), "me");
            transactions.sql().sql("update hub.job set owner = 'test', leased_until = now() + interval '1 hour' where id = ?").params(id).update();
        });
    }

    private Step step() {
        return retryJobs.next(jobs.find(RetryJobs.KIND, id).orElseThrow());
    }

    private List<String> states() {
        return database.sql("select state from hub.retry_member where job = ? order by seq", id).query(String.class).list();
    }
}
