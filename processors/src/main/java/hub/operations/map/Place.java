package hub.operations.map;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What flows take from or bring to.
 *
 * @param details what else is known of it, for people
 */
record Place(Kind kind, String name, Map<String, String> details) {

    enum Kind {
        /** An operation of a REST contract. */
        REST,
        /** An event type, on its way through the event log to those who subscribe to it. */
        EVENT,
        /** A Kafka topic. */
        TOPIC,
        /** An SQS queue. */
        QUEUE,
        /** An SNS topic. */
        SNS,
        /** A queue of Artemis that is not a subscriber's. */
        JMS,
        /** A DynamoDB table, and its changes. */
        TABLE,
        /** What begins by itself: a schedule of all hubs, or a timer of each. */
        SCHEDULE,
        /** A system that the hub calls. */
        PARTNER,
        /** What the on-call is told. */
        ALERT
    }

    Place {
        details = new TreeMap<>(details);
    }

    static Place of(Kind kind, String name) {
        return new Place(kind, name, Map.of());
    }

    /** Unique on the map: {@code queue:dataQueue}. */
    String id() {
        return word() + ":" + name;
    }

    String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
