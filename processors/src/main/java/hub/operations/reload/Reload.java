package hub.operations.reload;

import hub.events.Deadline;
import hub.operations.validation.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running hub do what its files of routes say now. All files are checked as they would be at a start, and then those routes are replaced whose files have changed, all of them or none.
 */
public final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private final Path home;
    private final Function<Path, List<Fault>> check;
    private final Swap swap;
    private final ReentrantLock turn = new ReentrantLock();
    private Snapshot loaded;
    /** Files of which routes were lost, and are not loaded yet. */
    private volatile Set<String> lost = Set.of();

    /** What came of it. */
    public sealed interface Outcome { }

    /** It is done, or would be. @param millis in which the routes stood still */
    public record Done(Change change, long millis) implements Outcome { }

    /** Nothing was changed, because the files are not as they have to be. */
    public record Refused(List<Fault> faults) implements Outcome { }

    /** Nothing was changed, because another one is under way or the hub stops. */
    public record Busy() implements Outcome { }

    /** Nothing was changed, because a route did not come to the end of its work. */
    public record NotQuiet(String route, Duration patience) implements Outcome { }

    /** The new routes could not be loaded or started, and the old ones run again. */
    public record Undone(Fault fault) implements Outcome { }

    /** The new routes could not be loaded or started, and the old ones neither. */
    public record Broken(String reason) implements Outcome { }

    /**
     * @param home   of the routes that are about to be loaded, as they are now
     * @param check  finds every fault below a home
     */
    public Reload(Path home, Function<Path, List<Fault>> check, Swap swap) {
        this.home = home;
        this.check = check;
        this.swap = swap;
        this.loaded = Snapshot.of(home);
    }

    /**
     * Looks at the files, and changes the hub accordingly.
     *
     * @param dryRun whether to say only what would be changed
     * @param note   takes down that it is done, before it is; where that fails, nothing is done
     */
    public Outcome run(boolean dryRun, Consumer<Change> note) {
        if (!turn.tryLock()) {
            return new Busy();
        }
        try {
            var settled = Snapshot.settled(home);
            if (settled.isEmpty()) {
                return new Refused(List.of(new Fault(Path.of("routes"), 1, "cannot be read, or is being written all the time")));
            }
            var now = settled.get();
            var change = Change.between(loaded, now);
            var faults = new ArrayList<>(change.atStart());
            if (!change.isNothing()) {
                faults.addAll(now.faults(check));
            }
            if (!faults.isEmpty()) {
                return new Refused(faults.stream().sorted().toList());
            }
            if (change.isNothing()) {
                lost = Set.of();
            }
            if (dryRun || change.isNothing()) {
                return new Done(change, 0);
            }
            note.accept(change);
            return swapped(change, now);
        } finally {
            turn.unlock();
        }
    }

    /** Whether routes stand still for a moment. */
    public boolean isSwapping() {
        return swap.isUnderWay();
    }

    /** Which files have routes that a reload has lost; null where none has. */
    public String trouble() {
        return lost.isEmpty() ? null : "routes of " + String.join(", ", lost) + " were lost in a reload: put the files right and reload, or restart the hub";
    }

    private Outcome swapped(Change change, Snapshot now) {
        long begun = System.nanoTime();
        var trouble = swap.replace(change);
        if (trouble.isEmpty()) {
            loaded = now;
            lost = Set.of();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            LOG.info("reloaded {} in {} ms", change.files(), millis);
            return new Done(change, millis);
        }
        LOG.warn("not reloaded {}: {}", change.files(), trouble.get());
        if (trouble.get() instanceof Broken) {
            loaded = loaded.without(change.files());   // so that the next one loads them, whatever runs of them
            lost = change.files();
        }
        return trouble.get();
    }

    /** Begins nothing more, and waits for what is under way, which comes to its end soon; no longer than there is time. */
    public void close(Deadline deadline) {
        swap.end();
        try {
            if (!turn.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a reload is under way while the hub stops");
            }   // never given back: there is no further one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
