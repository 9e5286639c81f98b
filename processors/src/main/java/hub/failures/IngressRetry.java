package hub.failures;

import hub.events.InboundRecord;
import hub.events.Ingress;
import java.time.Instant;
import java.util.Map;

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
        ingress.receiveAgain(record(failure, failure.payload(), failure.headerTexts()));
    }

    /** The record as it came, or as it would have come with another value and other headers. */
    static InboundRecord record(Failure failure, byte[] value, Map<String, String> headers) {
        var coordinates = failure.eventId().split("/");
        int last = coordinates.length - 1;
        return new InboundRecord(failure.type(), Integer.parseInt(coordinates[last - 1]), Long.parseLong(coordinates[last]), timestamp(failure), failure.recordKey(), value, headers);
    }

    private static Instant timestamp(Failure failure) {
        var text = failure.headers().path(NewFailure.TIMESTAMP).asText("");
        return text.isEmpty() ? failure.createdAt() : Instant.parse(text);
    }
}
