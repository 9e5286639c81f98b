package hub.camel;

import hub.events.EventCatalogue;
import hub.events.Subscribers;
import hub.events.Subscribers.StartAt;
import hub.failures.RetryDelays;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * Owns the delivery of events to one subscriber, around the engineer's steps: the claim, the transaction, retries, parking. Used by the
 * kamelet {@code event-subscription}, which sets its properties.
 */
public final class DeliveryPolicy implements Policy, CamelContextAware {

    /** Where a subscriber's effect is. */
    public enum Effect {
        /** In the hub's database: claim and effect in one transaction. */
        LOCAL,
        /** At a partner: the call first, claimed when it is settled. */
        PARTNER;

        /** @param word of a route, in any case */
        public static Effect of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What a replay does with a subscriber's events. */
    public enum UnderReplay {
        /** As the effect is: a local one is applied, one on a partner is left alone unless the replay was allowed it. */
        AUTO,
        /** Applied: repeating an effect does no harm, or there is none outside the hub. */
        APPLY,
        /** Left alone, unless the replay was allowed the subscriber's effects. */
        SKIP;

        /** Whether a replay leaves a subscriber with such an effect alone unless it was allowed its effects. */
        public boolean spares(Effect effect) {
            return this == SKIP || this == AUTO && effect == Effect.PARTNER;
        }

        /** @param word of a route, in any case */
        public static UnderReplay of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private static final String DIRECT = "direct:";
    private CamelContext camelContext;
    private String subscriber;
    private Set<String> types;
    private Effect effect = Effect.LOCAL;
    private StartAt startAt = StartAt.NOW;
    private UnderReplay replay = UnderReplay.AUTO;
    private String rebuild = "";
    private int attempts = 3;

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare in the model
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        var backbone = Backbone.of(camelContext);
        var catalogue = camelContext.getRegistry().findSingleByType(EventCatalogue.class);
        var recordedTypes = catalogue.recordedAs(types);
        var declared = new Subscription.Declared(subscriber, recordedTypes, effect, replay.spares(effect), clearing());
        var flow = new Flow(camelContext, route.getRouteId());
        var subscription = new Subscription(declared, new Steps(camelContext, flow, steps, event -> catalogue.upcast(event, types)), backbone);
        var delivery = new Delivery(subscription, attempts(), calm(), backbone);
        backbone.subscribers().declare(new Subscribers.Declared(subscriber, recordedTypes, startAt));
        backbone.subscriptions().add(subscription, delivery);
        backbone.drainer().register(subscriber, subscription);
        return delivery;
    }

    private Runnable clearing() {
        if (rebuild.isEmpty()) {
            return null;
        }
        if (effect == Effect.PARTNER || !rebuild.startsWith(DIRECT)) {
            throw new IllegalArgumentException("subscriber " + subscriber + ": only a local effect can be rebuilt, by a route direct:…");
        }
        var route = new RouteCall(camelContext, rebuild.substring(DIRECT.length()));
        return () -> route.apply(subscriber);
    }

    /** What the settings say of the subscriber, or else its route. */
    private int attempts() {
        return setting("failures.attempts." + subscriber).map(Integer::parseInt).orElse(attempts);
    }

    private Calm calm() {
        return new Calm(setting("failures.in-place.most").map(Integer::parseInt).orElse(3), setting("failures.in-place.within").map(RetryDelays::duration).orElse(Duration.ofMinutes(1)),
                System::nanoTime);
    }

    private Optional<String> setting(String name) {
        return camelContext.getPropertiesComponent().resolveProperty(name);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public void setSubscriber(String subscriber) {
        this.subscriber = subscriber;
    }

    /** @param types event types, separated by commas */
    public void setTypes(String types) {
        this.types = Arrays.stream(types.split(",")).map(String::strip).filter(type -> !type.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    public void setEffect(String effect) {
        this.effect = Effect.of(effect);
    }

    public void setStartAt(String startAt) {
        this.startAt = StartAt.valueOf(startAt.toUpperCase(Locale.ROOT));
    }

    public void setReplay(String replay) {
        this.replay = UnderReplay.of(replay);
    }

    /** @param rebuild endpoint {@code direct:…} of the route that clears the subscriber's model; empty where that cannot be built anew */
    public void setRebuild(String rebuild) {
        this.rebuild = rebuild;
    }

    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }
}
