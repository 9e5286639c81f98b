package hub.pipeline;

import hub.queues.Outcome;
import hub.queues.Outcomes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/** A batch of the first stage on its way to the queues of the types, and what its messages came to. Parcels of it may be sent by several threads. */
public final class FanOut {

    private final List<Entity> entities;
    private final Outcomes outcomes;

    FanOut(List<Entity> entities, Outcomes outcomes) {
        this.entities = entities;
        this.outcomes = outcomes;
    }

    /** Parcels of one type each, for the queue of that type. */
    public List<Parcel> byQueue() {
        var byType = new EnumMap<EntityType, List<Entity>>(EntityType.class);
        entities.forEach(entity -> byType.computeIfAbsent(entity.type(), type -> new ArrayList<>()).add(entity));
        return byType.values().stream().flatMap(ofOneType -> Parcel.of(this, ofOneType).stream()).toList();
    }

    /** Parcels of all types mixed, for a topic whose subscriptions filter by type. */
    public List<Parcel> mixed() {
        return Parcel.of(this, entities);
    }

    /** What every message of the batch came to; one whose parcel was not sent is tried again. */
    public Outcomes outcomes() {
        return outcomes;
    }

    synchronized void say(String messageId, Outcome outcome) {
        outcomes.say(messageId, outcome);
    }
}
