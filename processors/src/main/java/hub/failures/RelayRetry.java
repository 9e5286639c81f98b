package hub.failures;

import hub.events.Destination;
import hub.events.Ledger;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

/** Publishes again what a relay's destination refused, one by one in the order of the lane, over a connection that is kept while it works. */
public final class RelayRetry implements Retrier, AutoCloseable {

    private final Callable<Destination> destinations;
    private final Ledger ledger;
    private Destination open;

    public RelayRetry(Callable<Destination> destinations, Ledger ledger) {
        this.destinations = destinations;
        this.ledger = ledger;
    }

    @Override
    public boolean callsPartner() {
        return true;
    }

    @Override
    public synchronized void retry(Failure failure, Settlement settlement) throws Exception {
        var refusal = new PermanentFailure[1];
        var recordedAt = ledger.recordedAt(failure.position()).orElse(failure.createdAt());
        try {
            if (open == null) {
                open = destinations.call();
            }
            open.publish(List.of(Recorded.of(failure.position(), recordedAt, new String(failure.payload(), StandardCharsets.UTF_8))),
                    (event, why) -> refusal[0] = why);
        } catch (Exception e) {
            close();
            throw e;
        }
        if (refusal[0] != null) {
            throw refusal[0];
        }
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
