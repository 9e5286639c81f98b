package hub.operations;

import java.util.Map;

/** Replays in JMX: {@code hub:type=Replays}. */
public interface ReplaysMXBean {

    /** By id: the newest replays, how far each is. */
    Map<String, String> getReplays();

    /** Orders a replay. @param order as {@code POST /ops/replays} takes it @return its id, or why not */
    String start(String order);

    /** Has a replay left alone until it is resumed. @return what became of it */
    String pause(String id);

    /** Goes on with a paused replay. @return what became of it */
    String resume(String id);

    /** Ends a replay before it is done. @return what became of it */
    String cancel(String id);
}
