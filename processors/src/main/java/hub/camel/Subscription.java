package hub.camel;

import hub.camel.DeliveryPolicy.Effect;
import hub.events.Ledger.Admission;
import hub.events.Recorded;
import hub.failures.Failure;
import hub.failures.NotNow;
import hub.failures.Retrier;
import hub.replay.Targets.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A subscriber's one attempt at an event, live, replayed or retried: claim, steps, commit. */
final class Subscription implements Retrier, Target {

    /** What an event came to. */
    enum Outcome { APPLIED, DUPLICATE, BEHIND, PARKED }

    /**
     * A subscriber as its route declares it.
     *
     * @param spared  whether a replay leaves its effects outside the hub alone, unless it was allowed them
     * @param clearing clears its model; null where that cannot be built anew
     */
    record Declared(String name, Set<String> types, Effect effect, boolean spared, Runnable clearing) { }

    private final String name;
    private final Declared declared;
    private final Set<String> types;
    private final Effect effect;
    private final Steps steps;
    private final Backbone backbone;
    private final Map<Outcome, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Counter> consumed = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    Subscription(Declared declared, Steps steps, Backbone backbone) {
        this.declared = declared;
        this.name = declared.name();
        this.types = declared.types();
        this.effect = declared.effect();
        this.steps = steps;
        this.backbone = backbone;
    }

    String name() {
        return name;
    }

    Effect effect() {
        return effect;
    }

    Steps steps() {
        return steps;
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public boolean isSpared() {
        return declared.spared();
    }

    @Override
    public boolean canBeRebuilt() {
        return declared.clearing() != null;
    }

    @Override
    public void clear() {
        declared.clearing().run();
    }

    long count(Outcome outcome) {
        var count = counts.get(outcome);
        return count == null ? 0 : count.sum();
    }

    /** Tries an event once; throws where it failed, with nothing of it left. */
    Outcome attempt(Recorded recorded, Origin origin) {
        requireDeclared(recorded);
        return effect == Effect.LOCAL ? applyHere(recorded, origin) : applyAtPartner(recorded, origin);
    }

    private Outcome applyHere(Recorded recorded, Origin origin) {
        return backbone.transactions().inTransaction(() -> {
            if (!origin.isAwaited(recorded)) {
                return Outcome.DUPLICATE;
            }
            var outcome = outcome(admission(recorded, origin));
            origin.cameTo(recorded, outcome);
            if (outcome == Outcome.APPLIED) {
                timed(recorded, () -> steps.run(name, recorded, null, origin.replay()));
            }
            return outcome;
        });
    }

    private Admission admission(Recorded recorded, Origin origin) {
        var flow = steps.flow().id();
        return canBeRebuilt() ? backbone.ledger().admitUnlessRebuilt(name, flow, recorded, origin.replay()) : backbone.ledger().admit(name, flow, recorded);
    }

    /** A rebuild that began after an attempt was rolled back ends all that is parked, and has to find the last of it. */
    void requireNotRebuilt(Origin origin) {
        if (canBeRebuilt() && !backbone.ledger().mayDeliver(name, origin.replay())) {
            throw new BeingRebuilt(name);
        }
    }

    private Outcome applyAtPartner(Recorded recorded, Origin origin) {
        var outcome = backbone.transactions().inTransaction(() -> {
            if (!origin.isAwaited(recorded)) {
                return Outcome.DUPLICATE;
            }
            var before = outcome(backbone.ledger().admitBeforeCall(name, steps.flow().id(), recorded));
            if (before != Outcome.APPLIED) {
                origin.cameTo(recorded, before);
            }
            return before;
        });
        if (outcome == Outcome.APPLIED) {
            var settled = new AtomicBoolean();
            Settlement settlement = work -> {
                backbone.transactions().inTransaction(() -> {
                    boolean first = backbone.ledger().claim(name, recorded.position(), "applied");
                    if (first) {
                        work.run();
                    }
                    origin.cameTo(recorded, first ? Outcome.APPLIED : Outcome.DUPLICATE);
                });
                settled.set(true);
            };
            timed(recorded, () -> steps.run(name, recorded, settlement, origin.replay()));
            if (!settled.get()) {
                settlement.settle(() -> { });
            }
        }
        return outcome;
    }

    /** A row more behind a full lane is one too many: nothing of it stays, and the subscription waits. */
    private Outcome outcome(Admission admission) {
        return switch (admission) {
            case APPLY -> Outcome.APPLIED;
            case DUPLICATE -> Outcome.DUPLICATE;
            case BEHIND -> {
                backbone.failures().requireWithinBound(name);
                yield Outcome.BEHIND;
            }
            case WAIT -> throw new BeingRebuilt(name);
        };
    }

    @Override
    public boolean callsPartner() {
        return effect == Effect.PARTNER;
    }

    @Override
    public void retry(Failure failure, Settlement settlement) {
        var recordedAt = backbone.ledger().recordedAt(failure.position()).orElse(failure.createdAt());
        var recorded = Recorded.of(failure.position(), recordedAt, new String(failure.payload(), StandardCharsets.UTF_8));
        requireDeclared(recorded);
        Runnable counted = () -> backbone.transactions().afterCommit(() -> count(recorded, Outcome.APPLIED, true));
        if (!callsPartner()) {
            timed(recorded, () -> steps.run(name, recorded, null, null));
            counted.run();
            return;
        }
        var settled = new AtomicBoolean();
        Settlement settling = work -> {
            settlement.settle(() -> {
                work.run();
                counted.run();
            });
            settled.set(true);
        };
        timed(recorded, () -> steps.run(name, recorded, settling, null));
        if (!settled.get()) {
            settling.settle(() -> { });
        }
    }

    /** Two hubs of different versions share a queue while one takes over from the other: what these steps do not know, they must not claim. */
    private void requireDeclared(Recorded recorded) {
        if (!types.contains(recorded.event().type())) {
            throw new IllegalStateException("route " + steps.flow().id() + " of this hub does not take " + recorded.event().type());
        }
    }

    /** @param latency whether the time since its recording says how fast the hub is */
    void count(Recorded recorded, Outcome outcome, boolean latency) {
        counts.computeIfAbsent(outcome, key -> new LongAdder()).increment();
        var type = recorded.event().type();
        consumed.computeIfAbsent(type + outcome, key -> Counter.builder("hub_events_consumed").description("Events by what they came to")
                .tags("type", type, "subscriber", name, "outcome", outcome.name().toLowerCase(Locale.ROOT)).register(backbone.meters())).increment();
        if (outcome == Outcome.APPLIED && latency) {
            timer("hub_event_latency", "From recorded to applied", type).record(Duration.between(recorded.recordedAt(), Instant.now()));
        }
    }

    private void timed(Recorded recorded, Runnable work) {
        timer("hub_handler", "Time in the steps", recorded.event().type()).record(work);
    }

    private Timer timer(String metric, String description, String type) {
        return timers.computeIfAbsent(metric + type, key -> Timer.builder(metric).description(description).tags("type", type, "subscriber", name)
                .publishPercentileHistogram().minimumExpectedValue(Duration.ofMillis(1)).maximumExpectedValue(Duration.ofMinutes(1)).register(backbone.meters()));
    }

    /** The subscriber's model is being built anew; live events wait until it is. */
    static final class BeingRebuilt extends NotNow {

        private static final long serialVersionUID = 1L;

        BeingRebuilt(String subscriber) {
            super("the model of " + subscriber + " is being built anew");
        }
    }
}
