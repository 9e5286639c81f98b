package hub.camel;

import hub.camel.Subscription.Outcome;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.failures.FailureStore.LaneFull;
import hub.failures.NewFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message from a subscription's queue to its end: applied, found to be a duplicate, or parked. Returns only then; the broker's
 * acknowledgement follows. Retries happen outside the failed transaction, in a new one each.
 */
final class Delivery implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private final Subscription subscription;
    private final int attempts;
    private final Backbone backbone;

    Delivery(Subscription subscription, int attempts, Backbone backbone) {
        this.subscription = subscription;
        this.attempts = attempts;
        this.backbone = backbone;
    }

    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var body = message.getBody(byte[].class);
        Recorded recorded;
        try {
            recorded = Recorded.of(message.getHeader("position", Long.class), Instant.ofEpochMilli(message.getHeader("recorded", Long.class)),
                    new String(body, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            parkForeign(body, e);
            return;
        }
        subscription.count(recorded, deliver(recorded));
    }

    private Outcome deliver(Recorded recorded) {
        var patience = new Patience(subscription.steps().flow()::isStopping);
        int failed = 0;
        while (true) {
            try {
                return subscription.attempt(recorded);
            } catch (LaneFull full) {
                page(full);
                patience.await();
            } catch (Steps.Stopped stopped) {
                patience.await();
            } catch (RuntimeException fault) {
                if (patience.isOutage(fault, backbone.transactions())) {
                    LOG.debug("subscription {} waits for the database", subscription.name());
                    patience.await();
                } else if (++failed >= attempts || subscription.callsPartner() || NewFailure.permanent(fault) != null) {
                    return park(recorded, fault, failed, patience);
                } else {
                    Patience.beforeAttempt(failed);
                }
            }
        }
    }

    private Outcome park(Recorded recorded, RuntimeException fault, int failed, Patience patience) {
        var failure = NewFailure.ofEvent(subscription.name(), subscription.steps().flow().id(), recorded, fault, failed);
        while (true) {
            try {
                var parked = backbone.transactions().inTransaction(() -> backbone.failures().parkDelivery(failure));
                LOG.warn("subscription {} parked event {} ({}) after {} attempts: {}", subscription.name(), recorded.event().id(), failure.code(), failed, failure.exception());
                return parked.isPresent() ? Outcome.PARKED : Outcome.DUPLICATE;
            } catch (LaneFull full) {
                page(full);
                patience.await();
            } catch (RuntimeException e) {
                if (!patience.isOutage(e, backbone.transactions())) {
                    throw e;
                }
                patience.await();
            }
        }
    }

    private void page(LaneFull full) {
        backbone.incidents().raise("lane-full/" + subscription.name(), "critical", full.getMessage());
    }

    /** What somebody else sent to the address is no event: it is held once, and blocks nobody. */
    private void parkForeign(byte[] body, RuntimeException why) {
        LOG.warn("subscription {}: a message on its queue is not an event of the hub", subscription.name());
        var fault = new PermanentFailure("malformed-message", "a message on the queue is not an event of the hub: " + why.getMessage());
        backbone.transactions().inTransaction(() -> backbone.failures().parkMessage(subscription.steps().flow().id(), body, Map.of(), fault));
    }
}
