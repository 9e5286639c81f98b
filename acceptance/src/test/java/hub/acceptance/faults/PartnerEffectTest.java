package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An effect at a partner that is down, loses its answer, or is called by a hub that dies: it is called again under the same key, and has its effect once. */
@ExtendWith(Troubled.Shared.class)
class PartnerEffectTest {

    private final Troubled hub;

    PartnerEffectTest(Troubled hub) {
        this.hub = hub;
    }

    @AfterEach
    void restore() {
        Http.call("DELETE", hub.world.sandboxUrl() + "/faults", null);
        hub.stage.calm(Troubled.PARTNER);
    }

    @Test
    void a_partner_that_is_down_is_called_again_later_and_later_events_of_the_subject_wait() {
        fault("{\"status\": 503}");
        hub.traffic.write("down", Troubled.PARTNERED);
        eventually().until(() -> hub.database.failures(Troubled.PARTNER, "down").equals(List.of("WAITING")) || hub.database.failures(Troubled.PARTNER, "down").equals(List.of("RETRYING")));
        hub.traffic.write("down", Troubled.PARTNERED);
        eventually().until(() -> hub.database.failures(Troubled.PARTNER, "down").size() == 2);

        Http.call("DELETE", hub.world.sandboxUrl() + "/faults", null);
        eventually().until(() -> {
            if (hub.database.failures(Troubled.PARTNER, "down").contains("HELD")) {
                hub.retry(Troubled.PARTNER, "down");
            }
            return hub.database.failures(Troubled.PARTNER, "down").equals(List.of("RESOLVED", "RESOLVED"));
        });

        assertThat(settled("down")).isEqualTo(2);
        assertThat(hub.incidents("down")).hasSize(2);
        assertThat(keys("down")).containsExactlyElementsOf(positions("down"));
    }

    @Test
    void an_answer_that_is_lost_after_the_partner_acted_doubles_nothing() {
        fault("{\"when\": \"afterApply\", \"times\": 1}");
        hub.traffic.write("lost", Troubled.PARTNERED);

        eventually().until(() -> settled("lost") == 1);
        assertThat(hub.calls("lost")).hasSizeGreaterThan(1);
        assertThat(keys("lost")).containsExactlyElementsOf(positions("lost"));
        assertThat(hub.incidents("lost")).hasSize(1);
    }

    @Test
    void a_refusal_of_the_partner_is_held_at_once() {
        fault("{\"status\": 400, \"times\": 1}");
        hub.traffic.write("refused", Troubled.PARTNERED);

        eventually().until(() -> hub.database.failures(Troubled.PARTNER, "refused").equals(List.of("HELD")));
        assertThat(hub.calls("refused")).hasSize(1);
        assertThat(settled("refused")).isZero();
        hub.retry(Troubled.PARTNER, "refused");
        eventually().until(() -> settled("refused") == 1);
    }

    @Test
    void a_hub_that_dies_between_call_and_settlement_calls_again_under_the_same_key() {
        hub.stage.upset(Troubled.PARTNER, "crash", 0, "slow");
        hub.traffic.write("crash", Troubled.PARTNERED);
        eventually().until(() -> hub.database.count("select count(*) from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'") == 1);

        hub.hub.kill();
        hub.stage.calm(Troubled.PARTNER);
        hub.hub.start();

        eventually().until(() -> settled("crash") == 1);
        assertThat(hub.calls("crash")).hasSize(2);
        assertThat(keys("crash")).containsExactlyElementsOf(positions("crash"));
        assertThat(hub.incidents("crash")).hasSize(1);
        assertThat(hub.database.failures(Troubled.PARTNER, "crash")).isEmpty();
    }

    private void fault(String fault) {
        assertThat(Http.call("PUT", hub.world.sandboxUrl() + "/faults/paging", fault).status()).isLessThan(300);
    }

    private long settled(String subject) {
        return hub.database.count("select count(*) from faults.effect where subscriber = ? and subject = ?", Troubled.PARTNER, subject);
    }

    private List<String> keys(String subject) {
        return hub.calls(subject).stream().map(call -> call.path("idempotencyKey").asText()).distinct().toList();
    }

    private List<String> positions(String subject) {
        return hub.database.sql("select 'partner-effect:' || position from hub.event_log where subject = ? order by position", subject).query(String.class).list();
    }
}
