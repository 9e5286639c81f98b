package hub.operations.validation;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong with what the hub is told to run.
 *
 * @param file  where it stands, relative to the hub's home
 * @param line  from 1
 * @param cause what is wrong, for the engineer who will put it right
 */
public record Fault(Path file, int line, String cause) implements Comparable<Fault> {

    private static final Comparator<Fault> BY_PLACE =
            Comparator.comparing(Fault::file).thenComparingInt(Fault::line).thenComparing(Fault::cause);

    @Override
    public int compareTo(Fault other) {
        return BY_PLACE.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + cause;
    }
}
