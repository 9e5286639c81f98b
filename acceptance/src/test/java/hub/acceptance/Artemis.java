package hub.acceptance;

import hub.events.Recorded;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Hands on the broker: what a relay that repeats itself, or a stranger, would send. */
public final class Artemis implements AutoCloseable {

    private final ActiveMQConnectionFactory factory;

    public Artemis(World world) {
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + world.port("ARTEMIS_PORT"));
    }

    /** Sends an event to one subscriber's queue once more, as a relay does that begins again at its cursor. */
    public void sendAgain(String subscriber, Recorded recorded) {
        try (var connection = factory.createConnection(); var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var message = session.createBytesMessage();
            message.writeBytes(recorded.envelope().getBytes(StandardCharsets.UTF_8));
            message.setStringProperty("JMSXGroupID", recorded.event().subject());
            message.setStringProperty("ce_type", recorded.event().type());
            message.setLongProperty("position", recorded.position());
            message.setLongProperty("recorded", recorded.recordedAt().toEpochMilli());
            session.createProducer(session.createTopic("events::" + subscriber)).send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes that are no event to one subscriber's queue. */
    public void sendForeign(String subscriber, String type, byte[] body) {
        try (var connection = factory.createConnection(); var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var message = session.createBytesMessage();
            message.writeBytes(body);
            message.setStringProperty("ce_type", type);
            session.createProducer(session.createTopic("events::" + subscriber)).send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        factory.close();
    }
}
