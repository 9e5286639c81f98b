package hub.events;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Session;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The queues of replays: one for each replay and subscriber, with an address of its own, there while the replay is. */
public final class ReplayQueues {

    private static final String PREFIX = "replay.";
    /** Property of a message that is part of a replay: which one. */
    private static final String REPLAY = "hub_replay";

    private final ActiveMQConnectionFactory artemis;

    public ReplayQueues(ActiveMQConnectionFactory artemis) {
        this.artemis = artemis;
    }

    /** The queue of a replay for a subscriber. */
    public static String name(String replay, String subscriber) {
        return PREFIX + replay + "." + subscriber;
    }

    /** Whether the broker has a queue. */
    public boolean exists(String queue) throws Exception {
        return onSession(session -> session.queueQuery(SimpleString.of(queue)).isExists());
    }

    /** Makes a queue unless it is there. */
    public void make(String queue) throws Exception {
        onSession(session -> {
            var name = SimpleString.of(queue);
            if (!session.addressQuery(name).isExists()) {
                session.createAddress(name, RoutingType.ANYCAST, false);
            }
            if (!session.queueQuery(name).isExists()) {
                session.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(true).setAutoCreated(false));
            }
            return null;
        });
    }

    /** Publishes events to a queue in one transaction, in this order. */
    public void publish(String queue, String replay, List<Recorded> events) throws Exception {
        try (var connection = artemis.createConnection(); var session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            var producer = session.createProducer(session.createQueue(queue));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.setDisableMessageID(true);
            for (var event : events) {
                var message = EventMessage.of(session, event);
                message.setStringProperty(REPLAY, replay);
                producer.send(message);
            }
            session.commit();
        }
    }

    /** The queues of all replays that the broker has. */
    public List<String> all() throws Exception {
        return onSession(session -> Stream.of(String.valueOf(BrokerManagement.call(session, "listAddresses", ",")).split(",")).filter(name -> name.startsWith(PREFIX)).toList());
    }

    /** Deletes queues with their addresses, consumers or none. */
    public void delete(Collection<String> queues) throws Exception {
        onSession(session -> {
            for (var queue : queues) {
                BrokerManagement.call(session, "deleteAddress", queue, true);
            }
            return null;
        });
    }

    private interface Act<T> {
        T on(ClientSession session) throws Exception;
    }

    private <T> T onSession(Act<T> act) throws Exception {
        try (var sessions = artemis.getServerLocator().createSessionFactory();
             var session = sessions.createSession(artemis.getUser(), artemis.getPassword(), false, true, true, false, 0)) {
            session.start();
            return act.on(session);
        }
    }
}
