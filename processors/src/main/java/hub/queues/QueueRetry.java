package hub.queues;

import hub.failures.Failure;
import hub.failures.Retrier;
import java.nio.charset.StandardCharsets;

/** Tries a message of a queue again by sending it there again, with its attributes. It is sent before the failure ends, so a crash in between may send it twice. */
public final class QueueRetry implements Retrier {

    private final QueueServer server;

    public QueueRetry(QueueServer server) {
        this.server = server;
    }

    @Override
    public boolean callsPartner() {
        return true;
    }

    @Override
    public void retry(Failure failure, Settlement settlement) {
        server.queue(FailureRows.queue(failure.subscriber())).sendAgain(failure.eventId(), new String(failure.payload(), StandardCharsets.UTF_8), failure.headerTexts());
    }
}
