package sandbox.partners;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What partners remember while the sandbox runs: named lists, each of at most 100,000 records, the oldest dropped first. */
public final class Records {

    private static final int MOST = 100_000;

    private final Map<String, List<Object>> lists = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Appends a record and returns its number, counted from 1. */
    public synchronized int add(String list, Object entry) {
        var entries = lists.computeIfAbsent(list, absent -> new ArrayList<>());
        if (entries.size() == MOST) {
            entries.remove(0);
        }
        entries.add(entry);
        return counts.merge(list, 1, Integer::sum);
    }

    /** The records of a list, oldest first; none for a list that nothing was added to. */
    public synchronized List<Object> list(String list) {
        return List.copyOf(lists.getOrDefault(list, List.of()));
    }
}
