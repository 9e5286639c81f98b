package hub.pipeline;

import hub.queues.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Entities that one request takes: at most ten, and no more bytes than Amazon allows for all of them together. */
public final class Parcel {

    /** Most bytes of a message, and of all messages of a request. */
    static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_ENTITIES = 10;

    private final FanOut fanOut;
    private final List<Entity> entities = new ArrayList<>(MOST_ENTITIES);
    private int bytes;

    private Parcel(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    /** As few parcels as take the entities in their order. */
    static List<Parcel> of(FanOut fanOut, List<Entity> entities) {
        var parcels = new ArrayList<Parcel>();
        Parcel last = null;
        for (var entity : entities) {
            int size = entity.size();
            if (last == null || last.entities.size() == MOST_ENTITIES || last.bytes + size > MOST_BYTES) {
                last = new Parcel(fanOut);
                parcels.add(last);
            }
            last.entities.add(entity);
            last.bytes += size;
        }
        return parcels;
    }

    /** The queue for which all of them are, where they are of one type. */
    public String queue() {
        return entities.get(0).type().queue();
    }

    List<Entity> entities() {
        return entities;
    }

    /** Sent, but for those that the answer names, with its reason. */
    void arrivedExcept(Map<String, String> refused) {
        entities.forEach(entity -> {
            var why = refused.get(entity.messageId());
            fanOut.say(entity.messageId(), why == null ? new Outcome.Applied() : new Outcome.Retry(why));
        });
    }

    /** All of them came to the same. */
    void cameTo(Outcome outcome) {
        entities.forEach(entity -> fanOut.say(entity.messageId(), outcome));
    }

    @Override
    public String toString() {
        return entities.stream().map(Entity::toString).collect(Collectors.joining(", "));
    }
}
