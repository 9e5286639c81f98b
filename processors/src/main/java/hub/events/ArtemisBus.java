package hub.events;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * The multicast address {@code events} on Artemis: one transacted session a batch. Between batches it brings history to subscribers that
 * asked for it, so that one thread decides the order of everything that reaches a subscription's queue.
 */
public final class ArtemisBus implements Destination {

    /** The address that all events are published to. */
    public static final String ADDRESS = "events";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private final Connection connection;
    private final Session session;
    private final MessageProducer live;
    private final Subscribers subscribers;
    private final CatchUp catchUp;
    private long lookAgainAt = System.nanoTime();

    private ArtemisBus(Connection connection, Subscribers subscribers, CatchUp catchUp) throws JMSException {
        this.connection = connection;
        this.subscribers = subscribers;
        this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
        this.live = producer(session, ADDRESS);
        this.catchUp = catchUp;
    }

    /** Connects. Fails while a subscription's queue is missing: what is published to an address without it would be lost to that subscriber. */
    public static ArtemisBus open(ActiveMQConnectionFactory factory, Subscribers subscribers, CatchUp catchUp) throws JMSException {
        subscribers.requireQueues();
        var connection = factory.createConnection();
        try {
            return new ArtemisBus(connection, subscribers, catchUp);
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean takes(String origin) {
        return true;
    }

    @Override
    public void publish(List<Recorded> batch, BiConsumer<Recorded, PermanentFailure> refused) throws JMSException {
        for (var event : batch) {
            live.send(message(event, null));
        }
        session.commit();
    }

    @Override
    public void idle(long position) throws Exception {
        if (System.nanoTime() - lookAgainAt >= 0) {
            lookAgainAt = System.nanoTime() + LOOK_EVERY.toNanos();
            subscribers.requireNoneLost(((ActiveMQSession) session).getCoreSession());
        }
        catchUp.advance(position, this::hasQueue, (subscriber, history) -> {
            var producer = producer(session, ADDRESS + "::" + subscriber);
            try {
                for (var event : history) {
                    producer.send(message(event, subscriber));
                }
                session.commit();
            } finally {
                producer.close();
            }
        });
    }

    private boolean hasQueue(String subscriber) {
        try {
            return ((ActiveMQSession) session).getCoreSession().queueQuery(SimpleString.of(subscriber)).isExists();
        } catch (ActiveMQException e) {
            throw new IllegalStateException("Artemis is away: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IllegalStateException("the connection to Artemis did not close", e);
        }
    }

    /** One queue of the address is a topic too, {@code events::<subscriber>}: sent as a queue, the broker would want an anycast address. */
    private static MessageProducer producer(Session session, String destination) throws JMSException {
        var producer = session.createProducer(session.createTopic(destination));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.setDisableMessageID(true);
        return producer;
    }

    private BytesMessage message(Recorded recorded, String onlyFor) throws JMSException {
        var message = EventMessage.of(session, recorded);
        if (onlyFor != null) {
            message.setStringProperty(Subscribers.CATCH_UP, onlyFor);
        }
        return message;
    }
}
