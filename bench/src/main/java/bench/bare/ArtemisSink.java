package bench.bare;

import bench.bare.OutboxRelay.Row;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One transacted session a batch; durable messages, grouped by subject. */
final class ArtemisSink implements OutboxRelay.Sink {

    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;

    ArtemisSink(ConnectionFactory artemis) throws JMSException {
        connection = artemis.createConnection();
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
        producer = session.createProducer(session.createTopic(AwardProgram.ADDRESS));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.setDisableMessageID(true);
    }

    @Override
    public void publish(List<Row> rows) throws JMSException {
        for (var row : rows) {
            var message = session.createBytesMessage();
            message.writeBytes(row.envelope().getBytes(StandardCharsets.UTF_8));
            message.setStringProperty("JMSXGroupID", row.subject());
            message.setStringProperty("ce_type", row.type());
            message.setStringProperty("ce_id", row.id());
            message.setLongProperty("position", row.position());
            producer.send(message);
        }
        session.commit();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
