package hub.camel;

import hub.camel.DeliveryPolicy.Effect;
import hub.events.Ledger.Admission;
import hub.events.Recorded;
import hub.failures.Failure;
import hub.failures.Retrier;
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

/** A subscriber's one attempt at an event, live or again: claim, steps, commit. */
final class Subscription implements Retrier {

    /** What an event came to. */
    enum Outcome { APPLIED, DUPLICATE, BEHIND, PARKED }

    private final String name;
    private final Set<String> types;
    private final Effect effect;
    private final Steps steps;
    private final Backbone backbone;
    private final Map<Outcome, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Counter> consumed = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    Subscription(String name, Set<String> types, Effect effect, Steps steps, Backbone backbone) {
        this.name = name;
        this.types = types;
        this.effect = effect;
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

    long count(Outcome outcome) {
        var count = counts.get(outcome);
        return count == null ? 0 : count.sum();
    }

    /** Tries a live event once; throws where it failed, with nothing of it left. */
    Outcome attempt(Recorded recorded) {
        requireDeclared(recorded);
        return effect == Effect.LOCAL ? applyHere(recorded) : applyAtPartner(recorded);
    }

    private Outcome applyHere(Recorded recorded) {
        return backbone.transactions().inTransaction(() -> {
            var admission = backbone.ledger().admit(name, steps.flow().id(), recorded);
            if (admission == Admission.APPLY) {
                timed(recorded, () -> steps.run(name, recorded, null));
            }
            return outcome(admission);
        });
    }

    private Outcome applyAtPartner(Recorded recorded) {
        var outcome = backbone.transactions().inTransaction(() -> outcome(backbone.ledger().admitBeforeCall(name, steps.flow().id(), recorded)));
        if (outcome == Outcome.APPLIED) {
            var settled = new AtomicBoolean();
            Settlement settlement = work -> {
                backbone.transactions().inTransaction(() -> {
                    if (backbone.ledger().claim(name, recorded.position(), "applied")) {
                        work.run();
                    }
                });
                settled.set(true);
            };
            timed(recorded, () -> steps.run(name, recorded, settlement));
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
        };
    }

    @Override
    public boolean callsPartner() {
        return effect == Effect.PARTNER;
    }

    @Override
    public void retry(Failure failure, Settlement settlement) {
        var recorded = Recorded.of(failure.position(), failure.createdAt(), new String(failure.payload(), StandardCharsets.UTF_8));
        requireDeclared(recorded);
        steps.run(name, recorded, callsPartner() ? settlement : null);
        count(recorded, Outcome.APPLIED);
    }

    /** Two hubs of different versions share a queue while one takes over from the other: what these steps do not know, they must not claim. */
    private void requireDeclared(Recorded recorded) {
        if (!types.contains(recorded.event().type())) {
            throw new IllegalStateException("route " + steps.flow().id() + " of this hub does not take " + recorded.event().type());
        }
    }

    void count(Recorded recorded, Outcome outcome) {
        counts.computeIfAbsent(outcome, key -> new LongAdder()).increment();
        var type = recorded.event().type();
        consumed.computeIfAbsent(type + outcome, key -> Counter.builder("hub_events_consumed").description("Events by what they came to")
                .tags("type", type, "subscriber", name, "outcome", outcome.name().toLowerCase(Locale.ROOT)).register(backbone.meters())).increment();
        if (outcome == Outcome.APPLIED) {
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
}
