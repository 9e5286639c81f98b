package hub.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the data pipeline carries, with the queue and the topic of each type (presale registration, use case 5). */
public enum EntityType {

    CAMPAIGN("campaignDataQueue", "campaign", "campaignId"),
    EVENT_MAPPING("eventMappingDataQueue", "event-mapping", "eventId"),
    MARKET("marketDataQueue", "market", "marketId"),
    REGISTERED_MARKET("registeredMarketDataQueue", "registered-market", "globalUserId"),
    REGISTRATION("registrationDataQueue", "registration", "globalUserId");

    private static final Map<String, EntityType> BY_NAME = by(EntityType::name);
    private static final Map<String, EntityType> BY_QUEUE = by(EntityType::queue);
    private final String queue;
    private final String topic;
    private final String key;

    EntityType(String queue, String topic, String key) {
        this.queue = queue;
        this.topic = topic;
        this.key = key;
    }

    /** The SQS queue between fan-out and publication. */
    public String queue() {
        return queue;
    }

    /** The Kafka topic. */
    public String topic() {
        return topic;
    }

    /** The field whose value is the key of the Kafka record. */
    public String key() {
        return key;
    }

    /** The type of this exact name. */
    public static Optional<EntityType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The type that a queue carries. @throws IllegalArgumentException it carries none */
    public static EntityType ofQueue(String queue) {
        var type = BY_QUEUE.get(queue);
        if (type == null) {
            throw new IllegalArgumentException("queue " + queue + " carries no type of the data pipeline; those that do: " + BY_QUEUE.keySet());
        }
        return type;
    }

    private static Map<String, EntityType> by(Function<EntityType, String> name) {
        return Stream.of(values()).collect(Collectors.toUnmodifiableMap(name, type -> type));
    }
}
