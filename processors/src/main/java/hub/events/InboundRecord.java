package hub.events;

import java.time.Instant;
import java.util.Map;

/**
 * A record as it arrived on a Kafka topic.
 *
 * @param key     null where it had none
 * @param value   null where it was empty
 * @param headers by name in lower case; of several with one name the last
 */
public record InboundRecord(String topic, int partition, long offset, Instant timestamp, byte[] key, byte[] value, Map<String, String> headers) {

    /** What names the record where it does not name itself. */
    public String coordinates() {
        return topic + "/" + partition + "/" + offset;
    }

    public String source() {
        return "/kafka/" + topic;
    }
}
