package hub.operations;

import java.util.Map;

/** The subscriptions in JMX: {@code hub:type=Subscriptions}. */
public interface SubscriptionsMXBean {

    /** By subscriber: its route, its effect, whether this hub takes events for it, and what its events came to since the hub started. */
    Map<String, String> getSubscribers();

    /** Has this hub take events for a subscriber again. @return what became of it */
    String start(String subscriber);

    /** Has this hub take no more for a subscriber; what is in hand and does not end soon is broken off, and comes again. @return what became of it */
    String stop(String subscriber);

    /** Has this hub take no more for a subscriber, and waits until what is in hand is finished. @return what became of it */
    String drain(String subscriber);
}
