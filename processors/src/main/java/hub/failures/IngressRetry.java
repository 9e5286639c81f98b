package hub.failures;

import hub.events.InboundRecord;
import hub.events.Ingress;
import java.time.Instant;

/** Takes in again a record that the ingress could not read, with the schemas and rules of now. */
public final class IngressRetry implements Retrier {

    private final Ingress ingress;

    public IngressRetry(Ingress ingress) {
        this.ingress = ingress;
    }

    @Override
    public boolean callsPartner() {
        return false;
    }

    @Override
    public void retry(Failure failure, Settlement settlement) {
        var coordinates = failure.eventId().split("/");
        int last = coordinates.length - 1;
        ingress.receiveAgain(new InboundRecord(failure.type(), Integer.parseInt(coordinates[last - 1]), Long.parseLong(coordinates[last]),
                timestamp(failure), failure.recordKey(), failure.payload(), failure.headerTexts()));
    }

    private static Instant timestamp(Failure failure) {
        var text = failure.headers().path(NewFailure.TIMESTAMP).asText("");
        return text.isEmpty() ? failure.createdAt() : Instant.parse(text);
    }
}
