package sandbox.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How many messages of each kind of a flow came to what. */
final class Tally {

    private final Map<String, Map<Outcome, Long>> kinds = new TreeMap<>();

    void add(String kind, Outcome outcome, long messages) {
        kinds.computeIfAbsent(kind, name -> new EnumMap<>(Outcome.class)).merge(outcome, messages, Long::sum);
    }

    long of(Outcome outcome) {
        return kinds.values().stream().mapToLong(counts -> counts.getOrDefault(outcome, 0L)).sum();
    }

    long sum() {
        return kinds.values().stream().flatMap(counts -> counts.values().stream()).mapToLong(Long::longValue).sum();
    }

    long accounted() {
        return sum() - of(Outcome.UNACCOUNTED);
    }

    /** One line for each kind that came to something else than expected. */
    List<String> differences(Tally expected) {
        var lines = new ArrayList<String>();
        var names = new TreeSet<>(kinds.keySet());
        names.addAll(expected.kinds.keySet());
        for (var kind : names) {
            var wanted = expected.kinds.getOrDefault(kind, Map.of());
            var found = kinds.getOrDefault(kind, Map.of());
            if (!found.equals(wanted)) {
                lines.add("%s: expected %s, found %s".formatted(kind, text(wanted), text(found)));
            }
        }
        return lines;
    }

    private static String text(Map<Outcome, Long> counts) {
        return counts.isEmpty() ? "none" : counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" and "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && tally.kinds.equals(kinds);
    }

    @Override
    public int hashCode() {
        return kinds.hashCode();
    }

    @Override
    public String toString() {
        return kinds.toString();
    }
}
