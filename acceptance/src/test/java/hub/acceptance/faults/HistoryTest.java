package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Subscribers that need events from before: new ones that start at the beginning, and those whose queue the broker has lost. */
@ExtendWith(Troubled.Shared.class)
class HistoryTest {

    private final Troubled hub;

    HistoryTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void a_new_subscriber_that_starts_at_the_beginning_gets_history_in_order_before_live_events_and_one_that_starts_now_gets_none() throws IOException {
        try (var traffic = new Traffic(hub.world)) {
            for (int i = 0; i < 10; i++) {
                traffic.write("history-" + i, 20);
            }
            hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "history-");
            hub.hub.stop();
            Stage.subscribe(hub.hub.home(), "from-beginning", Map.of("types", Traffic.TYPE, "startAt", "beginning"));
            Stage.subscribe(hub.hub.home(), "from-now", Map.of("types", Traffic.TYPE));
            traffic.flow("history-", 10);

            hub.hub.start();
            eventually().until(() -> hub.stage.effects("from-now", "history-0").size() > 3);
            traffic.stop();

            hub.stage.everyEventHadItsEffectOnceAndInOrder("from-beginning", "history-");
            hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "history-");
            assertThat(hub.stage.effects("from-now", "history-0")).allMatch(n -> n > 20);
            assertThat(hub.database.count("select count(*) from hub.subscriber where catch_up is not null")).isZero();
        }
    }

    @Test
    void a_queue_that_the_broker_lost_is_made_again_and_filled_from_history_without_doubling_an_effect() throws Exception {
        try (var traffic = new Traffic(hub.world)) {
            traffic.flow("lost-", 10);
            eventually().until(() -> hub.stage.effects(Troubled.LOCAL, "lost-0").size() > 3);

            destroyQueue(Troubled.LOCAL);

            eventually().until(() -> hub.database.count("select count(*) from faults.written where subject = 'lost-0'") > 20);
            traffic.stop();
            hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "lost-");
        }
    }

    private void destroyQueue(String name) throws Exception {
        try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + hub.world.port("ARTEMIS_PORT")); var sessions = locator.createSessionFactory();
             var session = sessions.createSession(true, true)) {
            session.start();
            var requestor = new ClientRequestor(session, "activemq.management");
            var request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, ResourceNames.BROKER, "destroyQueue", name, true);
            assertThat(ManagementHelper.hasOperationSucceeded(requestor.request(request))).isTrue();
        }
    }
}
