package hub.queues;

import hub.events.Backoff;
import hub.events.PartnerRefused;
import hub.failures.NewFailure;
import hub.queues.Heartbeat.Hold;
import hub.queues.WorkerSettings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one thread of a worker does over and over: receive a batch, have the steps work on it, settle it. */
final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final Queue queue;
    private final Mode mode;
    private final int most;
    private final Duration visibility;
    private final Duration wait;
    private final Steps steps;
    private final Heartbeat heartbeat;
    private final Settlement settlement;
    private final Records records;
    /** Before what is away is tried again. */
    private final Backoff probing;
    private final Pauses pauses;

    Round(WorkerSettings settings, Queue queue, Steps steps, Heartbeat heartbeat, Settlement settlement, Records records, Backoff probing, Pauses pauses) {
        this.queue = queue;
        this.mode = settings.mode();
        this.most = settings.batch();
        this.visibility = settings.visibility();
        this.wait = settings.waitTime();
        this.steps = steps;
        this.heartbeat = heartbeat;
        this.settlement = settlement;
        this.records = records;
        this.probing = probing;
        this.pauses = pauses;
    }

    /** What was received, held by the heartbeat, to be given to {@link #work}. @param full the queue gave all it was asked for */
    record Batch(List<QueueMessage> messages, Hold hold, boolean full) { }

    /**
     * Receives up to a batch; over {@link Queue#MOST} only while the queue goes on giving as many as it is asked for, so that nothing is waited for.
     *
     * @param busy the queue was full a moment ago: no need to wait for the first message
     * @throws RuntimeException the queue cannot be read
     */
    Batch receive(boolean busy) {
        var hold = heartbeat.hold(queue, visibility);
        Map<String, QueueMessage> batch = new LinkedHashMap<>();
        boolean full;
        try {
            do {
                int wanted = Math.min(Queue.MOST, most - batch.size());
                var received = queue.receive(wanted, busy || !batch.isEmpty() ? Duration.ZERO : wait, visibility);
                hold.add(received);
                received.forEach(message -> batch.put(message.id(), message));
                full = received.size() == wanted;
            } while (full && batch.size() < most && pauses.isOpen());
        } catch (RuntimeException | Error e) {
            if (batch.isEmpty()) {
                hold.close();
                throw e;
            }
            LOG.debug("worker of {} goes on with the {} messages that it has; the next receive tells if it lasts", queue.name(), batch.size(), e);
            full = false;
        }
        return new Batch(List.copyOf(batch.values()), hold, full);
    }

    /** Takes a batch to its end. While what it is for is away, it stays in hand; when the worker is stopped, the rest is given back. */
    void work(Batch batch) throws InterruptedException {
        try (var hold = batch.hold()) {
            var left = batch.messages();
            for (int vain = 0; !left.isEmpty(); vain++) {
                if (!pauses.isOpen()) {
                    settlement.giveBack(left, hold);
                    return;
                }
                var outcomes = outcomes(left, vain);
                var away = settlement.settle(left, outcomes, hold);
                if (away.isEmpty()) {
                    pauses.back();
                } else if (pauses.isOpen()) {
                    if (vain == 0) {
                        LOG.warn("worker of {} keeps {} messages and waits: {}", queue.name(), away.size(), ((Outcome.Away) outcomes.get(away.get(0).id())).reason());
                    }
                    pauses.away();
                    pauses.pause(probing.after(vain + 1));
                }
                left = away;
            }
        }
    }

    private Outcomes outcomes(List<QueueMessage> messages, int vain) {
        if (mode == Mode.RECORD) {
            return oneByOne(messages, vain);
        }
        try {
            return steps.work(new ArrayList<>(messages));
        } catch (RuntimeException | Error e) {
            return Outcomes.all(messages, outcome(e, vain));
        }
    }

    /** What was not begun when the worker is being stopped, or when one finds the destination away, stays in hand. */
    private Outcomes oneByOne(List<QueueMessage> messages, int vain) {
        var byId = new HashMap<String, Outcome>();
        Outcome rest = new Outcome.Away("the worker is being stopped");
        for (var message : messages) {
            if (!pauses.isOpen()) {
                break;
            }
            var outcome = outcome(message, vain);
            byId.put(message.id(), outcome);
            if (outcome instanceof Outcome.Away) {
                rest = outcome;
                break;
            }
        }
        var others = rest;
        return Outcomes.all(messages, message -> byId.getOrDefault(message.id(), others));
    }

    private Outcome outcome(QueueMessage message, int vain) {
        try {
            return steps.work(List.of(message)).get(message.id());
        } catch (RuntimeException | Error e) {
            var permanent = NewFailure.permanent(e);
            if (permanent instanceof PartnerRefused refused) {
                return new Outcome.Parked(refused.code(), refused.getMessage());   // of an access that has run out as well as of a message that is wrong
            }
            return permanent == null ? outcome(e, vain) : new Outcome.Rejected(permanent.code(), permanent.getMessage(), NewFailure.step(e));
        }
    }

    private Outcome outcome(Throwable fault, int vain) {
        if (DestinationAway.isIn(fault) || records.isOutage(fault, vain)) {
            return new Outcome.Away(NewFailure.reason(fault));
        }
        LOG.warn("the steps of the worker of {} failed", queue.name(), fault);
        return new Outcome.Retry(NewFailure.reason(fault));
    }
}
