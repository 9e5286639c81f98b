package hub.events;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An event as a message on Artemis: its envelope, with what filters, groups and traces it as properties. */
public final class EventMessage {

    private static final String POSITION = "position";
    private static final String RECORDED = "recorded";

    private EventMessage() {
    }

    /** A message with the event; its group is the subject, so that one consumer at a time has the events of a subject. */
    public static BytesMessage of(Session session, Recorded recorded) throws JMSException {
        var event = recorded.event();
        var message = session.createBytesMessage();
        message.writeBytes(recorded.envelope().getBytes(StandardCharsets.UTF_8));
        message.setStringProperty("JMSXGroupID", event.subject());
        message.setStringProperty("ce_type", event.type());
        message.setStringProperty("ce_id", event.id());
        message.setStringProperty("ce_subject", event.subject());
        message.setLongProperty(POSITION, recorded.position());
        message.setLongProperty(RECORDED, recorded.recordedAt().toEpochMilli());
        message.setStringProperty("correlationid", event.correlationId());
        message.setStringProperty("traceparent", event.traceparent());
        return message;
    }

    /** The event in a message. @throws IllegalArgumentException it holds none */
    public static Recorded read(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes) || !message.propertyExists(POSITION) || !message.propertyExists(RECORDED)) {
            throw new IllegalArgumentException("it is not a message of bytes with position and time");
        }
        var envelope = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.readBytes(envelope);
        return Recorded.of(message.getLongProperty(POSITION), Instant.ofEpochMilli(message.getLongProperty(RECORDED)), new String(envelope, StandardCharsets.UTF_8));
    }
}
