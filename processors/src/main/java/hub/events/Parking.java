package hub.events;

import java.util.Collection;
import java.util.Set;

/** Where events wait that a relay's destination refuses, and those behind them; the failure store is one. Calls join the thread's transaction. */
public interface Parking {

    /** Which of the subjects have an open failure of this relay. None of these lanes ends before the transaction does. */
    Set<String> openLanes(String relay, Collection<String> subjects);

    /** Parks an event that the destination refused for good. */
    void parkRefused(String relay, Recorded event, PermanentFailure why);

    /** Parks an event behind an open failure of its subject. */
    void parkBehind(String relay, Recorded event);
}
