package hub.operations;

import hub.events.ArtemisBus;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Asks the broker how much waits in the subscribers' queues, on a connection that is kept from one time to the next. Used by one thread. */
final class Queues implements AutoCloseable {

    private final ActiveMQConnectionFactory artemis;
    private ClientSessionFactory factory;
    private ClientSession session;

    Queues(ActiveMQConnectionFactory artemis) {
        this.artemis = artemis;
    }

    /** Messages by queue; without those that do not exist. Fails while the broker is away. */
    synchronized Map<String, Long> depths(Collection<String> queues) throws Exception {
        try {
            if (session == null || session.isClosed()) {
                factory = artemis.getServerLocator().createSessionFactory();
                session = factory.createSession(artemis.getUser(), artemis.getPassword(), false, true, true, false, 0);
            }
            var depths = new TreeMap<String, Long>();
            session.addressQuery(SimpleString.of(ArtemisBus.ADDRESS));   // finds out also without queues whether the broker answers
            for (var queue : queues) {
                var found = session.queueQuery(SimpleString.of(queue));
                if (found.isExists()) {
                    depths.put(queue, found.getMessageCount());
                }
            }
            return depths;
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        session = null;
        if (factory != null) {
            factory.close();
            factory = null;
        }
    }
}
