package hub.camel;

import hub.camel.Subscription.Outcome;
import hub.replay.Targets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The subscriptions of this hub, by subscriber. */
public final class Subscriptions implements Targets {

    private static final Duration BREAKING_OFF = Duration.ofSeconds(1);
    private final Map<String, Subscription> byName = new ConcurrentSkipListMap<>();
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();

    void add(Subscription subscription, Delivery delivery) {
        byName.put(subscription.name(), subscription);
        deliveries.put(subscription.name(), delivery);
    }

    void remove(String subscriber) {
        byName.remove(subscriber);
        deliveries.remove(subscriber);
    }

    /** How events are delivered to a subscriber; null where this hub does not know it. */
    Delivery delivery(String subscriber) {
        return deliveries.get(subscriber);
    }

    @Override
    public Optional<Target> find(String subscriber) {
        return Optional.ofNullable(byName.get(subscriber));
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    boolean knows(String subscriber) {
        return byName.containsKey(subscriber);
    }

    /** Has this hub take events for a subscriber it knows again. @return what became of it */
    public String start(String subscriber) {
        return intake(subscriber).start();
    }

    /** Has this hub take no more for a subscriber it knows; what does not end within a second is broken off, and comes again. @return what became of it */
    public String stop(String subscriber) {
        return intake(subscriber).stop(BREAKING_OFF);
    }

    /** Has this hub take no more for a subscriber it knows, and waits until what is in hand is finished. @return what became of it */
    public String drain(String subscriber) {
        return intake(subscriber).drain();
    }

    private Intake intake(String subscriber) {
        return byName.get(subscriber).steps().flow().intake();
    }

    /** By subscriber, in words: its route, its effect, whether this hub takes events for it, and what they came to since the hub started. */
    public Map<String, String> getSubscribers() {
        var described = new TreeMap<String, String>();
        byName.forEach((name, subscription) -> described.put(name, "%s, effect %s, %s: %d applied, %d duplicate, %d behind, %d parked".formatted(
                subscription.steps().flow().id(), subscription.effect().name().toLowerCase(Locale.ROOT), intake(name).status(), subscription.count(Outcome.APPLIED),
                subscription.count(Outcome.DUPLICATE), subscription.count(Outcome.BEHIND), subscription.count(Outcome.PARKED))));
        return described;
    }
}
