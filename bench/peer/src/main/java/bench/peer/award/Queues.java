package bench.peer.award;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes the subscriber's queue, which the broker does not make by itself. */
@Component
class Queues {

    Queues(@Value("${spring.artemis.broker-url}") String url) throws Exception {
        try (var artemis = new ActiveMQConnectionFactory(url); var sessions = artemis.getServerLocator().createSessionFactory(); var session = sessions.createSession()) {
            if (!session.addressQuery(SimpleString.of(Flows.ADDRESS)).isExists()) {
                session.createAddress(SimpleString.of(Flows.ADDRESS), RoutingType.MULTICAST, false);
            }
            if (!session.queueQuery(SimpleString.of(Flows.SUBSCRIBER)).isExists()) {
                session.createQueue(QueueConfiguration.of(Flows.SUBSCRIBER).setAddress(Flows.ADDRESS).setRoutingType(RoutingType.MULTICAST).setDurable(true).setAutoCreated(false));
            }
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the queue cannot be made", e);
        }
    }
}
