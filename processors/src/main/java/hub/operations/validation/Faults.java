package hub.operations.validation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Gathers what the checks find, each fault once, ordered by file and line. */
final class Faults {

    private final TreeSet<Fault> found = new TreeSet<>();

    void add(Element at, String cause) {
        add(at.file(), at.line(), cause);
    }

    void add(Path file, int line, String cause) {
        found.add(new Fault(file, line, cause));
    }

    void addAll(Collection<Fault> faults) {
        found.addAll(faults);
    }

    List<Fault> sorted() {
        return List.copyOf(found);
    }
}
