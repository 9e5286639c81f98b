package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Destination;
import hub.events.Lease;
import hub.events.Ledger;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.events.Relay;
import hub.events.Transactions;
import hub.failures.FailureStore;
import hub.failures.Incidents;
import hub.failures.RetryDelays;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** A relay of the test's own, whose destination does at the worst moment what a drainer may do at any. */
@ExtendWith(Troubled.Shared.class)
class ParkingRaceTest {

    private static final String NAME = "raced";
    private final Troubled hub;

    ParkingRaceTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void an_event_behind_a_lane_that_ends_just_then_is_published_and_not_parked_for_ever() {
        var pool = new PGSimpleDataSource();
        pool.setUrl(hub.world.jdbcUrl());
        var transactions = new Transactions(pool);
        var parking = new FailureStore(transactions, new Ledger(transactions), new Incidents(transactions, Duration.ofMinutes(1)), RetryDelays.parse("1h", () -> 0.5), 100);
        hub.traffic.write("raced", 2);
        var positions = hub.database.sql("select position from hub.event_log where subject = 'raced' order by position").query(Long.class).list();
        transactions.inTransaction(() -> parking.parkRefused("relay:" + NAME, hub.database.recorded(positions.get(0)), new PermanentFailure("unknown-topic", "refused before")));
        hub.database.sql("insert into hub.relay values (?, ?)", NAME, positions.get(0)).update();
        var published = new CopyOnWriteArrayList<Long>();

        try (var relay = new Relay(NAME, new Lease.Database(hub.world.jdbcUrl(), "postgres", "postgres"), transactions, parking, () -> endingTheLane(published), 10)) {
            relay.start();
            eventually().until(() -> hub.database.count("select position from hub.relay where name = ?", NAME) >= positions.get(1));
        } finally {
            hub.database.sql("delete from hub.relay where name = ?", NAME).update();
        }

        assertThat(published).contains(positions.get(1));
        assertThat(hub.database.failures("relay:" + NAME, "raced")).containsExactly("RESOLVED");
    }

    private Destination endingTheLane(List<Long> published) {
        return new Destination() {
            @Override
            public boolean takes(String origin) {
                return true;
            }

            @Override
            public void publish(List<Recorded> batch, BiConsumer<Recorded, PermanentFailure> refused) {
                batch.forEach(event -> published.add(event.position()));
                hub.database.sql("update hub.failure set status = 'RESOLVED' where subscriber = ?", "relay:" + NAME).update();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
