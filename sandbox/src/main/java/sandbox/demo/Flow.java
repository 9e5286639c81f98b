package sandbox.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A flow of the hub as the demo drives it: what is sent, how, and where to read what became of it. A further flow is one more class, named in {@link Flows}. */
interface Flow {

    /** Kebab-case. */
    String name();

    /** What is sent, and what each kind is to come to. */
    List<Kind> kinds();

    /** Kafka topics that show what became of the messages. */
    Set<String> topics();

    /** SQS queues that are empty once everything is done. */
    default Set<String> queues() {
        return Set.of();
    }

    /** Sends one message; done when it is answered or acknowledged. */
    CompletableFuture<?> send(Message message, Day day);

    /**
     * A query over the hub's tables and the views of {@code evidence.sql}: one row for each message of this run with {@code correlation},
     * {@code outcome} (null while unknown), {@code accepted} and {@code applied} (points in time).
     */
    String outcomes();

    /** What must agree besides. */
    default List<Check> checks() {
        return List.of();
    }

    /** What is worth telling besides, and is neither good nor bad: texts of a line, each with a query of one number. */
    default Map<String, String> figures() {
        return Map.of();
    }

    /** What applied means here, and between which two moments the latency lies; one line. */
    String legend();
}
