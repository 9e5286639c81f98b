package hub.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Transactions;
import hub.jobs.Job;
import hub.jobs.Jobs;
import hub.replay.RangeCount.Found;
import hub.replay.Refused.Reason;
import hub.replay.ReplayOrder.Mode;
import hub.replay.Share.Counts;
import hub.replay.Targets.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Replays as operators order and watch them. */
public final class Replays {

    /** The kind of their jobs. */
    public static final String KIND = "replay";

    private static final String CURTAILED = "the range begins before the log does; of what has been dropped from it nothing is replayed";
    private final Transactions transactions;
    private final Jobs jobs;
    private final ReplayTable table;
    private final Rebuilds rebuilds;
    private final Targets targets;
    private final Predicate<String> isEventType;
    private final RangeCount counts;
    private final Duration patience;
    private final Clock clock;

    /** @param patience how long a dry run counts, about: it says how far it has come then */
    public Replays(Transactions transactions, Jobs jobs, ReplayTable table, Targets targets, Predicate<String> isEventType, RangeCount counts, Duration patience, Clock clock) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.table = table;
        this.rebuilds = new Rebuilds(transactions);
        this.targets = targets;
        this.isEventType = isEventType;
        this.counts = counts;
        this.patience = patience;
        this.clock = clock;
    }

    /** Makes the job of a replay, unless it is there. @throws Refused it cannot be ordered so */
    public Jobs.Order order(ReplayOrder order, String operator) {
        requireKnown(order);
        return jobs.order(KIND, order.id(), order.ordered(), Json.MAPPER.createObjectNode(), operator, () -> {
            table.lockOrders();
            requireAlone(order);
            requireRebuildable(order);
            order.subscribers().forEach(name -> table.insert(order.id(), name, types(order, target(name)), isSpared(order, name)));
        });
    }

    /** What a replay would do, by what the ledger says now; nothing is done. @throws Refused it could not be ordered so */
    public JsonNode dryRun(ReplayOrder order) {
        requireKnown(order);
        transactions.inTransaction(() -> {
            requireAlone(order);
            requireRebuildable(order);
        });
        var json = Json.MAPPER.createObjectNode().put("dryRun", true);
        json.set("ordered", order.ordered());
        var subscribers = json.putArray("subscribers");
        for (var name : order.subscribers()) {
            var range = Range.of(order, types(order, target(name)).stream().toList());
            long end = System.nanoTime() + patience.toNanos() / order.subscribers().size();
            var found = counts.of(name, range, () -> System.nanoTime() - end < 0);
            subscribers.add(wouldDo(order, name, found));
            if (transactions.inTransaction(() -> table.hasLost(range))) {
                json.put("curtailed", CURTAILED);
            }
        }
        return json;
    }

    private ObjectNode wouldDo(ReplayOrder order, String subscriber, Found found) {
        boolean all = order.mode() == Mode.REBUILD;
        long parked = all ? 0 : found.parked();
        long spared = isSpared(order, subscriber) ? found.events() - found.applied() - found.parked() - found.discarded() : 0;
        long skipped = (all ? 0 : found.applied() + spared) + found.discarded();
        var json = Json.MAPPER.createObjectNode().put("name", subscriber).put("events", found.events()).put("toApply", found.events() - skipped - parked).put("skipped", skipped)
                .put("parked", parked).put("effectsSkipped", spared);
        return found.upTo() == null ? json : json.put("countedTo", transactions.inTransaction(() -> table.recordedAt(found.upTo())).toString());
    }

    /** How far a replay is: what all its subscribers have of it, and each. */
    public ObjectNode progress(Job job) {
        var shares = transactions.inTransaction(() -> table.shares(job.id()));
        long events = shares.stream().filter(Share::isBegun).mapToLong(Share::events).sum();
        var counts = shares.stream().map(Share::counts).reduce(new Counts(0, 0, 0, 0, 0), Counts::plus);
        var json = counted(Json.MAPPER.createObjectNode(), events, counts);
        var speed = Speed.of(job.progress());
        if (speed != null && job.state() == Job.State.RUNNING && job.endedAt() == null) {
            var now = clock.instant();
            var end = speed.end(events - counts.handled(), now);
            json.put("rate", speed.rate());
            if (end != null && shares.stream().allMatch(Share::isBegun)) {
                json.put("estimatedEnd", end.toString());
            }
        }
        if (job.startedAt() != null) {
            json.put("durationMillis", Duration.between(job.startedAt(), job.endedAt() == null ? clock.instant() : job.endedAt()).toMillis());
        }
        if (shares.stream().anyMatch(Share::curtailed)) {
            json.put("curtailed", CURTAILED);
        }
        var subscribers = json.putArray("subscribers");
        shares.forEach(share -> subscribers.add(counted(Json.MAPPER.createObjectNode().put("name", share.subscriber()), share.isBegun() ? share.events() : 0, share.counts())
                .put("effectsSkipped", share.spared())));
        if (job.endedAt() != null && job.state() != Job.State.DONE) {
            transactions.inTransaction(() -> rebuilds.under(shares.stream().map(Share::subscriber).toList())).filter(held -> held.job().equals(job.id()))
                    .ifPresent(held -> json.put("trouble", "the model of " + held.subscriber() + " is half built and its live events wait: rebuild it"));
        }
        return json;
    }

    /** Which models are half built, so that their subscribers' live events wait; null where none is. */
    public String trouble() {
        var halfBuilt = transactions.inTransaction(rebuilds::halfBuilt);
        return halfBuilt.isEmpty() ? null : "half built, and live events wait until it is rebuilt: " + String.join(", ", halfBuilt);
    }

    private static ObjectNode counted(ObjectNode json, long events, Counts counts) {
        return json.put("events", events).put("applied", counts.applied()).put("skipped", counts.skipped()).put("parked", counts.parked()).put("outOfOrder", counts.outOfOrder())
                .put("errors", counts.errors());
    }

    private void requireKnown(ReplayOrder order) {
        order.types().stream().filter(type -> !isEventType.test(type)).findFirst().ifPresent(type -> {
            throw new Refused(Reason.UNKNOWN_EVENT_TYPE, "There is no event type " + type + ".");
        });
        for (var name : order.subscribers()) {
            if (types(order, target(name)).isEmpty()) {
                throw Refused.invalid(name + " takes none of the types");
            }
            if (order.mode() == Mode.REBUILD && !target(name).canBeRebuilt()) {
                throw new Refused(Reason.NOT_REBUILDABLE, name + " cannot be rebuilt: its route does not say how its model is cleared (parameter rebuild of event-subscription).");
            }
        }
    }

    private Target target(String subscriber) {
        return targets.find(subscriber).orElseThrow(() -> new Refused(Reason.UNKNOWN_SUBSCRIBER, "There is no subscriber " + subscriber + "; there are "
                + String.join(", ", new TreeSet<>(targets.names())) + "."));
    }

    private static Collection<String> common(Collection<String> ordered, Collection<String> taken) {
        return ordered.isEmpty() ? taken : ordered.stream().filter(taken::contains).toList();
    }

    private static TreeSet<String> types(ReplayOrder order, Target target) {
        return new TreeSet<>(common(order.types(), target.types()));
    }

    private boolean isSpared(ReplayOrder order, String subscriber) {
        return target(subscriber).isSpared() && !order.allowEffects().contains(subscriber);
    }

    /** A rebuild has its subscribers to itself; a repair may run beside another. */
    private void requireAlone(ReplayOrder order) {
        boolean rebuild = order.mode() == Mode.REBUILD;
        table.busy(order.subscribers(), order.id(), !rebuild).stream().findFirst().ifPresent(busy -> {
            throw new Refused(Reason.SUBSCRIBER_BUSY, busy.subscriber() + " is part of replay " + busy.job() + (rebuild ? "" : ", a rebuild") + ": wait until that has ended, or cancel it.");
        });
        if (!rebuild) {
            rebuilds.under(order.subscribers()).ifPresent(half -> {
                throw new Refused(Reason.SUBSCRIBER_BUSY, "The model of " + half.subscriber() + " is half built, because replay " + half.job() + " has ended before it was done: rebuild it.");
            });
        }
    }

    private void requireRebuildable(ReplayOrder order) {
        if (order.mode() == Mode.REBUILD) {
            for (var name : order.subscribers()) {
                rebuilds.dropped(target(name).types()).ifPresent(type -> {
                    throw new Refused(Reason.EVENTS_DROPPED, "Events of " + (type.equals("*") ? "types that nobody noted" : type) + " have been dropped from the log, so " + name
                            + " cannot be built anew from it.");
                });
            }
        }
    }
}
