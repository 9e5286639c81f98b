package hub.queues;

import hub.events.Backoff;
import hub.queues.Heartbeat.Hold;
import hub.queues.Queue.Hidden;
import hub.queues.Queue.Refused;
import hub.queues.Records.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each message of a batch to what it came to: what was applied is deleted; what is rejected or parked is recorded first and deleted then; what is to
 * be tried again is hidden for a while. Nothing is deleted that is not done or recorded, so whatever fails here, a message comes again and is not lost.
 */
final class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    /** How often a message is deleted that the server could not delete; and how often at all once the worker is being stopped. */
    private static final int MOST_DELETES = 6;

    private final Queue queue;
    private final Supplier<String> flow;
    private final Records records;
    /** Before a message is delivered again. */
    private final Backoff redelivery;
    /** Before the server or the database is asked again. */
    private final Backoff patience;
    private final Pauses pauses;
    private final Counts counts;

    Settlement(Queue queue, Supplier<String> flow, Records records, Backoff redelivery, Backoff patience, Pauses pauses, Counts counts) {
        this.queue = queue;
        this.flow = flow;
        this.records = records;
        this.redelivery = redelivery;
        this.patience = patience;
        this.pauses = pauses;
        this.counts = counts;
    }

    /** Counts messages by what they came to. */
    interface Counts {
        void count(Class<? extends Outcome> outcome, long messages);
    }

    /** @return the messages that stay in hand, because what they are for is away */
    List<QueueMessage> settle(List<QueueMessage> batch, Outcomes outcomes, Hold hold) throws InterruptedException {
        Map<Class<?>, List<QueueMessage>> byOutcome = batch.stream().collect(Collectors.groupingBy(message -> outcomes.get(message.id()).getClass()));
        var retried = of(byOutcome, Outcome.Retry.class);
        if (!retried.isEmpty()) {
            LOG.warn("{} messages of {} come again, the first one because: {}", retried.size(), queue.name(), ((Outcome.Retry) outcomes.get(retried.get(0).id())).reason());
            comeAgain(retried, hold);
        }
        var done = new ArrayList<>(of(byOutcome, Outcome.Applied.class));
        done.addAll(of(byOutcome, Outcome.Duplicate.class));
        count(Outcome.Applied.class, byOutcome);
        count(Outcome.Duplicate.class, byOutcome);
        var ended = batch.stream().map(message -> new Ended(message, outcomes.get(message.id())))
                .filter(one -> one.outcome() instanceof Outcome.Rejected || one.outcome() instanceof Outcome.Parked).toList();
        if (ended.isEmpty()) {
            delete(done, hold);
        } else {
            record(ended, done, hold);
        }
        return of(byOutcome, Outcome.Away.class);
    }

    private static List<QueueMessage> of(Map<Class<?>, List<QueueMessage>> byOutcome, Class<? extends Outcome> outcome) {
        return byOutcome.getOrDefault(outcome, List.of());
    }

    private void count(Class<? extends Outcome> outcome, Map<Class<?>, List<QueueMessage>> byOutcome) {
        counts.count(outcome, of(byOutcome, outcome).size());
    }

    /** Records, and then deletes what was recorded; while the database is away, waits. @param done to be deleted whether or not the others are recorded */
    private void record(List<Ended> ended, List<QueueMessage> done, Hold hold) throws InterruptedException {
        var deletable = new ArrayList<>(done);
        for (int vain = 0; ; vain++) {
            try {
                records.write(flow.get(), ended);
                ended.forEach(one -> counts.count(one.outcome().getClass(), 1));
                ended.forEach(one -> deletable.add(one.message()));
                break;
            } catch (RuntimeException e) {
                delete(deletable, hold);
                deletable.clear();
                if (!records.isOutage(e, vain)) {
                    recordEach(ended, e, hold);
                    return;
                }
                if (!pauses.isOpen()) {
                    giveBack(messages(ended), hold);
                    return;
                }
                if (vain == 0) {
                    LOG.warn("worker of {} waits until {} messages can be recorded: {}", queue.name(), ended.size(), e.getMessage());
                }
                pauses.away();
                pauses.pause(patience.after(vain + 1));
            }
        }
        delete(deletable, hold);
    }

    /** One of them is to blame, which is given back; the others are recorded. */
    private void recordEach(List<Ended> ended, RuntimeException fault, Hold hold) throws InterruptedException {
        if (ended.size() == 1) {
            LOG.error("{} cannot be recorded and comes again", ended.get(0).message(), fault);
            comeAgain(messages(ended), hold);
            return;
        }
        for (var one : ended) {
            record(List.of(one), List.of(), hold);
        }
    }

    private static List<QueueMessage> messages(List<Ended> ended) {
        return ended.stream().map(Ended::message).toList();
    }

    /** Deletes, again where the server could not. While it does not answer, waits: what is done should not come again. */
    private void delete(List<QueueMessage> messages, Hold hold) throws InterruptedException {
        for (var ten : Tens.of(List.copyOf(messages))) {
            var left = ten;
            for (int attempt = 1; !left.isEmpty(); attempt++) {
                String why;
                boolean answered = true;
                try {
                    var refused = queue.delete(left);
                    why = refused.isEmpty() ? "" : refused.get(0).why();
                    left = again(refused);
                } catch (RuntimeException e) {
                    answered = false;
                    why = e.getMessage();
                }
                if (left.isEmpty()) {
                    break;
                }
                if (attempt >= MOST_DELETES && (answered || !pauses.isOpen())) {
                    LOG.error("{} of {} are settled but not deleted, and come again: {}", left.size(), queue.name(), why);
                    break;
                }
                if (attempt == 1) {
                    LOG.warn("{} messages of {} are settled and not deleted yet: {}", left.size(), queue.name(), why);
                }
                pauses.sleep(patience.after(attempt));
            }
            hold.release(ten);
        }
    }

    private static List<QueueMessage> again(List<Refused> refused) {
        refused.stream().filter(one -> !one.again()).forEach(one -> LOG.warn("{} is settled but cannot be deleted, and may come again: {}", one.message(), one.why()));
        return refused.stream().filter(Refused::again).map(Refused::message).toList();
    }

    /** To be delivered again after a delay that grows with each receive. */
    private void comeAgain(List<QueueMessage> messages, Hold hold) {
        counts.count(Outcome.Retry.class, messages.size());
        hide(messages, hold, message -> redelivery.after(message.receiveCount()));
    }

    /** To be delivered again at once, to somebody else. */
    void giveBack(List<QueueMessage> messages, Hold hold) {
        hide(messages, hold, message -> Duration.ZERO);
    }

    private interface Delay {
        Duration of(QueueMessage message);
    }

    /** Where that fails, the message stays hidden until its visibility ends by itself. */
    private void hide(List<QueueMessage> messages, Hold hold, Delay delay) {
        hold.release(messages);
        for (var ten : Tens.of(messages)) {
            try {
                var hidden = ten.stream().map(message -> new Hidden(message, delay.of(message))).toList();
                var refused = queue.hide(hidden);
                var again = refused.stream().filter(Refused::again).map(Refused::message).toList();
                if (!again.isEmpty()) {
                    queue.hide(hidden.stream().filter(one -> again.contains(one.message())).toList());
                }
            } catch (RuntimeException e) {
                LOG.warn("{} messages of {} come again when their visibility ends: {}", ten.size(), queue.name(), e.getMessage());
            }
        }
    }
}
