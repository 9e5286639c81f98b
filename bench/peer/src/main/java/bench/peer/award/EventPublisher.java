package bench.peer.award;

import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** Publishes an event in the transaction of the thread. */
@MessagingGateway
public interface EventPublisher {

    @Gateway(requestChannel = "events")
    void publish(@Payload String envelope, @Header("eventId") String id, @Header("subject") String subject);
}
