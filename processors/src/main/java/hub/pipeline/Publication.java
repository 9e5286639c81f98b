package hub.pipeline;

import hub.queues.Outcomes;
import java.util.List;

/**
 * A batch of one typed queue, checked.
 *
 * @param topic    where its records go
 * @param records  of the valid messages, in their order
 * @param outcomes of all messages; those of the valid ones are not said yet
 */
public record Publication(String topic, List<Record> records, Outcomes outcomes) {

    /**
     * What one message becomes on Kafka.
     *
     * @param messageId of the message on the typed queue; every delivery of an entity to it by the fan-out has one of its own
     * @param recordId  of the entity, by which a repetition is recognised
     */
    record Record(String messageId, String recordId, EntityType type, String key, String value, String traceparent, String correlationId) {

        /** Without the value, which may be personal. */
        @Override
        public String toString() {
            return type + " " + recordId;
        }
    }
}
