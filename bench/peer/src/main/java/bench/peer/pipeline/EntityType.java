package bench.peer.pipeline;

/** What the pipeline carries, with the queue, the topic and the key of each type. */
enum EntityType {

    CAMPAIGN("campaignDataQueue", "campaign", "campaignId"),
    EVENT_MAPPING("eventMappingDataQueue", "event-mapping", "eventId"),
    MARKET("marketDataQueue", "market", "marketId"),
    REGISTERED_MARKET("registeredMarketDataQueue", "registered-market", "globalUserId"),
    REGISTRATION("registrationDataQueue", "registration", "globalUserId");

    static final String PREFIX = "spring-";
    final String queue;
    final String topic;
    final String key;

    EntityType(String queue, String topic, String key) {
        this.queue = PREFIX + queue;
        this.topic = PREFIX + topic;
        this.key = key;
    }
}
