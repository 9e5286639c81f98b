package sandbox.partners;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls that one partner received, oldest first: at most 10,000, and at most 32 MiB of bodies. */
final class Calls {

    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 32L << 20;

    private final Deque<Call> newest = new ArrayDeque<>();
    private long bytes;

    synchronized void add(Call call) {
        newest.addLast(call);
        bytes += call.size();
        while (newest.size() > MOST || bytes > MOST_BYTES && newest.size() > 1) {
            bytes -= newest.removeFirst().size();
        }
    }

    synchronized List<Call> list() {
        return List.copyOf(newest);
    }

    synchronized void clear() {
        newest.clear();
        bytes = 0;
    }
}
