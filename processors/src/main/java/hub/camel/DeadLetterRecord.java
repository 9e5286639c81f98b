package hub.camel;

import hub.failures.DeadLetters.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/** Makes a Kafka record of a dead letter: original key and value, and why as headers. */
public final class DeadLetterRecord implements Processor {

    @Override
    public void process(Exchange exchange) {
        var letter = exchange.getMessage().getBody(DeadLetter.class);
        var message = exchange.getMessage();
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, letter.topic());
        message.setHeader(KafkaConstants.KEY, letter.key());
        message.setHeader("reason", bytes(letter.reason()));
        message.setHeader("code", bytes(letter.code()));
        message.setHeader("failureId", bytes(letter.failureId().toString()));
        if (letter.correlationId() != null) {
            message.setHeader("correlationid", bytes(letter.correlationId()));
        }
        message.setBody(letter.value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
