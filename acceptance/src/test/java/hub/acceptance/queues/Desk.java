package hub.acceptance.queues;

import hub.events.Causation;
import hub.events.PermanentFailure;
import hub.events.Transactions;
import hub.queues.DestinationAway;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * Steps of a worker that do what the messages say. It runs inside the hub. A file {@code closed} in the hub's home takes its destination away, a file
 * {@code broken} makes every message fail.
 */
public final class Desk {

    private final Transactions transactions;

    public Desk(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A batch. */
    public Outcomes work(List<QueueMessage> batch) {
        requireOpen();
        var outcomes = Outcomes.of(batch);
        for (var message : batch) {
            var words = message.body().split(" ");
            if (Files.exists(Path.of("broken"))) {
                outcomes.retry(message.id(), "told to fail");
                continue;
            }
            switch (words[0]) {
                case "reject" -> outcomes.rejected(message.id(), "told-to-reject", "the message says so");
                case "park" -> outcomes.parked(message.id(), "told-to-park", "the message says so");
                case "retry" -> outcomes.retry(message.id(), "the message says so");
                case "slow" -> {
                    note(message, "");
                    pass(Long.parseLong(words[1]));
                    outcomes.applied(message.id());
                }
                default -> {
                    note(message, "");
                    outcomes.applied(message.id());
                }
            }
        }
        return outcomes;
    }

    /** A message. */
    public void record(Exchange exchange) {
        requireOpen();
        var in = exchange.getMessage();
        var body = in.getBody(String.class);
        if (body.startsWith("reject")) {
            throw new PermanentFailure("told-to-reject", "the message says so");
        }
        if (body.startsWith("slow")) {
            pass(Long.parseLong(body.split(" ")[1]));
        }
        note(new QueueMessage(in.getHeader("messageId", String.class), body, java.util.Map.of(), in.getHeader("receiveCount", Integer.class), "", in.getHeader("queue", String.class)),
                new java.util.TreeMap<>(in.getHeaders()) + " " + Causation.current());
    }

    private static void requireOpen() {
        if (Files.exists(Path.of("closed"))) {
            throw new DestinationAway("the desk is closed", null);
        }
    }

    private void note(QueueMessage message, String context) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("insert into desk.worked (message, queue, body, received, context) values (?, ?, ?, ?, ?)")
                    .params(message.id(), message.queue(), message.body(), message.receiveCount(), message.attributes() + " " + context).update();
        });
    }

    private static void pass(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(Duration.ofMillis(millis).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
