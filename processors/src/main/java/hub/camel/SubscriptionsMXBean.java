package hub.camel;

import java.util.Map;

/** The subscriptions in JMX: {@code hub:type=Subscriptions}. */
public interface SubscriptionsMXBean {

    /** By subscriber: its route, its effect, and what its events came to since the hub started. */
    Map<String, String> getSubscribers();
}
