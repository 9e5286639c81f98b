package hub.operations.validation;

import java.nio.file.Path;
import java.util.List;

/** What a context wants to have checked in its own data, such as a rule that names an unknown sticker. Needs nothing running. */
@FunctionalInterface
public interface Check {

    /** Every fault found below the hub's home, its file relative to it; empty when there is none. */
    List<Fault> check(Path home);
}
