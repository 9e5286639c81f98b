package hub.replay;

import java.util.List;

/**
 * What one subscriber has of a replay.
 *
 * @param spared   its effects outside are left alone
 * @param curtailed whether the range begins before the log does, some of which has been dropped
 * @param events   in the range; null until it has been looked up
 * @param last     the position of the last of them
 * @param position up to where the log has been gone through
 * @param sent     up to where what was found is on the broker
 * @param underWay published, or about to be, and not at its end
 */
record Share(String job, String subscriber, List<String> types, boolean spared, boolean curtailed, Long events, long last, long position, long sent, Counts counts, long underWay) {

    /**
     * What events came to.
     *
     * @param outOfOrder of those applied: after a later event of their subject
     * @param errors     of those parked: because they failed in the replay
     */
    record Counts(long applied, long outOfOrder, long skipped, long parked, long errors) {

        long handled() {
            return applied + skipped + parked;
        }

        Counts plus(Counts other) {
            return new Counts(applied + other.applied, outOfOrder + other.outOfOrder, skipped + other.skipped, parked + other.parked, errors + other.errors);
        }
    }

    boolean isBegun() {
        return events != null;
    }

    boolean isGoneThrough() {
        return isBegun() && position >= last;
    }

    /** Whether every event of the range has come to its end. @throws IllegalStateException nothing is left to do, and some have not */
    boolean isDone() {
        if (!isGoneThrough() || underWay > 0) {
            return false;
        }
        if (counts.handled() != events) {
            throw new IllegalStateException("%s: of %d events %d were applied, skipped or parked".formatted(subscriber, events, counts.handled()));
        }
        return true;
    }
}
