package sandbox.partners.code;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The codes of a market; the free ones in the order in which they became it. */
final class Pool {

    private final Set<String> free = new LinkedHashSet<>();
    private final Set<String> reserved = new HashSet<>();
    private final Set<String> assigned = new HashSet<>();

    /** How many codes are in each state. */
    public record Figures(int free, int reserved, int assigned) {
    }

    void apply(Change change) {
        var to = switch (change.kind()) {
            case ADD, RELEASE -> free;
            case RESERVE -> reserved;
            case ASSIGN -> assigned;
        };
        change.codes().forEach(code -> {
            free.remove(code);
            reserved.remove(code);
            to.add(code);
        });
    }

    boolean knows(String code) {
        return free.contains(code) || reserved.contains(code) || assigned.contains(code);
    }

    boolean isReserved(String code) {
        return reserved.contains(code);
    }

    boolean isAssigned(String code) {
        return assigned.contains(code);
    }

    /** At most so many free ones. */
    List<String> free(int most) {
        return free.stream().limit(most).toList();
    }

    Figures figures() {
        return new Figures(free.size(), reserved.size(), assigned.size());
    }
}
