package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subscriber that may park no more: it waits and pages, loses nothing, and goes on when there is room. */
@ExtendWith(Troubled.Shared.class)
class FullStoreTest {

    private static final int EVENTS = Troubled.MAX_ROWS + 5;
    private static final String PAGE = "lane-full/" + Troubled.BOUNDED;
    private final Troubled hub;

    FullStoreTest(Troubled hub) {
        this.hub = hub;
    }

    @AfterEach
    void calm() {
        hub.stage.calm(Troubled.BOUNDED);
    }

    @Test
    void a_subscription_whose_failures_reach_the_bound_pauses_and_pages_until_rows_are_ended() {
        for (int i = 0; i < EVENTS; i++) {
            hub.stage.upset(Troubled.BOUNDED, "full-" + i, 1, "throw");
            hub.traffic.write("full-" + i, Troubled.BOUND);
        }
        pausesAndPages();
        hub.takesFurtherEvents("not-full");

        hub.stage.calm(Troubled.BOUNDED);
        hub.database.sql("select distinct subject from hub.failure where subscriber = ? and status = 'HELD'", Troubled.BOUNDED).query(String.class).list()
                .forEach(subject -> hub.retry(Troubled.BOUNDED, subject));

        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.BOUNDED, "full-");
        eventually().until(() -> open() == 0);
    }

    @Test
    void a_lane_that_fills_the_bound_pauses_the_subscription_and_is_applied_in_order_in_the_end() {
        hub.stage.upset(Troubled.BOUNDED, "lane", 1, "throw");
        for (int i = 0; i < EVENTS; i++) {
            hub.traffic.write("lane", Troubled.BOUND);
        }
        pausesAndPages();
        eventually().until(() -> hub.database.failures(Troubled.BOUNDED, "lane").get(0).equals("HELD"));

        hub.stage.calm(Troubled.BOUNDED);
        hub.retry(Troubled.BOUNDED, "lane");

        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.BOUNDED, "lane");
        eventually().until(() -> open() == 0);
    }

    private void pausesAndPages() {
        eventually().untilAsserted(() -> assertThat(open()).isEqualTo(Troubled.MAX_ROWS));
        long before = pages();
        eventually().until(() -> pages() > before);
        assertThat(open()).isEqualTo(Troubled.MAX_ROWS);
        eventually().until(() -> hub.incidents(PAGE).size() == 1);
    }

    private long pages() {
        return hub.database.count("select coalesce(sum(count), 0) from hub.incident where key = ?", PAGE);
    }

    private long open() {
        return hub.database.count("select count(*) from hub.failure where subscriber = ? and hub.is_open(status)", Troubled.BOUNDED);
    }
}
