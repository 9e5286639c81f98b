package bench.award;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/** Keeps a copy of every message that a contestant publishes, and delivers the copies to its subscriber. */
final class Copies implements AutoCloseable {

    private static final long NO_MORE_MILLIS = 1000;
    private final String queue;
    private final String tap;
    private final ActiveMQConnectionFactory artemis;
    private final Connection connection;
    private final Session session;

    /** @param queue of the subscriber, as address::name */
    Copies(String url, String queue) throws Exception {
        this.queue = queue;
        this.tap = "copies-of-" + queue.substring(queue.indexOf("::") + 2);
        this.artemis = new ActiveMQConnectionFactory(url);
        this.connection = artemis.createConnection();
        this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        core().createQueue(QueueConfiguration.of(tap).setAddress(queue.substring(0, queue.indexOf("::"))).setRoutingType(RoutingType.MULTICAST).setDurable(true));
        connection.start();
    }

    private ClientSession core() {
        return ((ActiveMQSession) session).getCoreSession();
    }

    /** Delivers every copy, and waits until the subscriber has taken all of them. @return how many */
    int deliverAgain() throws Exception {
        int delivered = 0;
        try (var consumer = session.createConsumer(session.createQueue(queue.substring(0, queue.indexOf("::") + 2) + tap));
             var producer = session.createProducer(session.createTopic(queue))) {
            for (var message = consumer.receive(NO_MORE_MILLIS); message != null; message = consumer.receive(NO_MORE_MILLIS)) {
                producer.send(message);
                delivered++;
            }
        }
        while (core().queueQuery(SimpleString.of(queue.substring(queue.indexOf("::") + 2))).getMessageCount() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return delivered;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        artemis.close();
    }
}
