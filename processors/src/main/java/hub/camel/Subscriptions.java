package hub.camel;

import hub.camel.Subscription.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The subscriptions of this hub, by subscriber. */
public final class Subscriptions implements SubscriptionsMXBean {

    private final Map<String, Subscription> byName = new ConcurrentSkipListMap<>();

    void add(Subscription subscription) {
        byName.put(subscription.name(), subscription);
    }

    boolean knows(String subscriber) {
        return byName.containsKey(subscriber);
    }

    @Override
    public Map<String, String> getSubscribers() {
        var described = new TreeMap<String, String>();
        byName.forEach((name, subscription) -> described.put(name, "%s, effect %s: %d applied, %d duplicate, %d behind, %d parked".formatted(
                subscription.steps().flow().id(), subscription.effect().name().toLowerCase(Locale.ROOT), subscription.count(Outcome.APPLIED),
                subscription.count(Outcome.DUPLICATE), subscription.count(Outcome.BEHIND), subscription.count(Outcome.PARKED))));
        return described;
    }
}
