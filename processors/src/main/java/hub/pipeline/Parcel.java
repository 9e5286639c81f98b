package hub.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        each(entity -> {
            if (refused.containsKey(entity.messageId())) {
                fanOut.refused(entity.messageId(), refused.get(entity.messageId()));
            } else {
                fanOut.arrived(entity.messageId());
            }
        });
    }

    /** None was taken. */
    void refused(String reason) {
        each(entity -> fanOut.refused(entity.messageId(), reason));
    }

    /** Nobody was there to take them. */
    void away(String reason) {
        each(entity -> fanOut.away(entity.messageId(), reason));
    }

    private void each(Consumer<Entity> act) {
        entities.forEach(act);
    }

    @Override
    public String toString() {
        return entities.stream().map(Entity::toString).collect(Collectors.joining(", "));
    }
}
