package hub.camel;

import hub.camel.Subscription.Outcome;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.failures.FailureStore.LaneFull;
import hub.failures.NewFailure;
import hub.failures.NotNow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.TypeConversionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Takes a message from a subscription's queue to its end: applied, found to be a duplicate, or parked. Returns only then; the broker's
 * acknowledgement follows. Retries happen outside the failed transaction, in a new one each.
 */
final class Delivery implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private final Subscription subscription;
    private final int attempts;
    private final Calm calm;
    private final Backbone backbone;

    Delivery(Subscription subscription, int attempts, Calm calm, Backbone backbone) {
        this.subscription = subscription;
        this.attempts = attempts;
        this.calm = calm;
        this.backbone = backbone;
    }

    @Override
    public void process(Exchange exchange) {
        Recorded recorded;
        try {
            recorded = recorded(exchange.getMessage());
        } catch (RuntimeException e) {
            parkForeign(bytes(exchange.getMessage()), e, new Patience(subscription.steps().flow()::isGivingBack));
            // Camel may have failed on a body of its kind before; it is parked now and must not come again.
            exchange.setException(null);
            exchange.getMessage().setBody(null);
            return;
        }
        toItsEnd(recorded, Origin.LIVE, subscription.steps().flow()::isGivingBack, true);
    }

    /** As with a message of the subscription's own queue. @param stopped whether the replay is to go on elsewhere or later */
    void replay(Recorded recorded, Origin replay, BooleanSupplier stopped) {
        toItsEnd(recorded, replay, () -> stopped.getAsBoolean() || subscription.steps().flow().isGivingBack(), false);
    }

    private void toItsEnd(Recorded recorded, Origin origin, BooleanSupplier stopping, boolean latency) {
        var event = recorded.event();
        var outcome = new Hop(Kind.EVENT, subscription.steps().flow().id(), event.id(), event.asCause()).bound(() -> deliver(recorded, origin, stopping));
        subscription.count(recorded, outcome, latency);
    }

    /** The event that a message brings. @throws RuntimeException it brings none */
    static Recorded recorded(Message message) {
        var position = message.getHeader("position", Long.class);
        var at = message.getHeader("recorded", Long.class);
        var body = message.getBody(byte[].class);
        if (position == null || at == null || body == null) {
            throw new IllegalArgumentException("it has no position, no time or no body");
        }
        return Recorded.of(position, Instant.ofEpochMilli(at), new String(body, StandardCharsets.UTF_8));
    }

    /** The body of a message of any kind; empty where the kind has no bytes. */
    static byte[] bytes(Message message) {
        try {
            return message.getBody(byte[].class);
        } catch (TypeConversionException e) {
            return new byte[0];
        }
    }

    private Outcome deliver(Recorded recorded, Origin origin, BooleanSupplier stopping) {
        var patience = new Patience(stopping);
        int failed = 0;
        while (true) {
            try {
                return subscription.attempt(recorded, origin);
            } catch (LaneFull full) {
                patience.awaitRoom(backbone.incidents(), full);
            } catch (NotNow notNow) {
                patience.await();
            } catch (RuntimeException fault) {
                if (patience.isOutage(fault, backbone.transactions())) {
                    LOG.debug("subscription {} waits for the database", subscription.name());
                    patience.await();
                } else if (++failed >= attempts || subscription.callsPartner() || NewFailure.permanent(fault) != null || failed == 1 && !calm.afterFailure()) {
                    return park(recorded, fault, failed, patience, origin);
                } else {
                    Patience.beforeAttempt(failed);
                }
            }
        }
    }

    private Outcome park(Recorded recorded, RuntimeException fault, int failed, Patience patience, Origin origin) {
        var failure = NewFailure.ofEvent(subscription.name(), subscription.steps().flow().id(), recorded, fault, failed);
        try {
            var outcome = patience.untilParked(backbone, () -> parked(failure, recorded, origin));   // after a rebuild, which brings the event, this one is a duplicate
            LOG.warn("subscription {} parked event {} ({}) after {} attempts: {}", subscription.name(), recorded.event().id(), failure.code(), failed, failure.exception());
            return outcome;
        } catch (DataIntegrityViolationException noPlaceInTheLog) {
            parkForeign(recorded.envelope().getBytes(StandardCharsets.UTF_8), noPlaceInTheLog, patience);
            return Outcome.PARKED;
        }
    }

    private Outcome parked(NewFailure failure, Recorded recorded, Origin origin) {
        subscription.requireNotRebuilt(origin);
        if (!origin.isAwaited(recorded)) {
            return Outcome.DUPLICATE;
        }
        var outcome = backbone.failures().parkDelivery(failure).isPresent() ? Outcome.PARKED : Outcome.DUPLICATE;
        origin.cameTo(recorded, outcome);
        return outcome;
    }

    /** What somebody else sent to the address is no event: it is held once, and blocks nobody. */
    private void parkForeign(byte[] body, RuntimeException why, Patience patience) {
        LOG.warn("subscription {}: a message on its queue is not an event of the hub", subscription.name());
        var fault = new PermanentFailure("malformed-message", "a message on the queue is not an event of the hub: " + why.getMessage());
        patience.untilParked(backbone, () -> backbone.failures().parkMessage(subscription.steps().flow().id(), body, Map.of(), fault));
    }
}
