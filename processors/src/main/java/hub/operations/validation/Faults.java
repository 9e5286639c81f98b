package hub.operations.validation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** Gathers what the checks find, each fault once, ordered by file and line; takes them from several threads. */
final class Faults {

    private final ConcurrentSkipListSet<Fault> found = new ConcurrentSkipListSet<>();

    void add(Element at, String cause) {
        add(at.file(), at.line(), cause);
    }

    void add(Path file, int line, String cause) {
        found.add(new Fault(file, line, cause));
    }

    void addAll(Collection<Fault> faults) {
        found.addAll(faults);
    }

    boolean areAbout(Path file) {
        return found.stream().anyMatch(fault -> fault.file().equals(file));
    }

    List<Fault> sorted() {
        return List.copyOf(found);
    }
}
