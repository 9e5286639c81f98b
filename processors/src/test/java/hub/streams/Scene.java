package hub.streams;

import hub.events.Backoff;
import hub.streams.StreamSettings.StartAt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A table, its consumer's checkpoints and the passing of time, all in the test's hand. */
final class Scene {

    static final String STREAM = "stream/2026-01-01";
    static final int BATCH = 3;

    Instant now = Instant.parse("2026-01-02T10:00:00Z");
    final FakeStreams server = new FakeStreams(() -> now);
    final FakeCheckpoints checkpoints = new FakeCheckpoints(() -> now);
    final List<String> said = new ArrayList<>();
    /** The items of the changes that were acknowledged, in that order. */
    final List<String> done = new ArrayList<>();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long tasksMade;
    StartAt startAt = StartAt.BEGINNING;
    /** An item whose batch fails. */
    String poison;
    int attempts;
    boolean mute;

    private record Task(Instant due, long number, Runnable what) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** A hub that takes the lease and reads. What ends its tenure is said. */
    Tenure hub() throws Exception {
        return hub(this::work);
    }

    Tenure hub(Steps steps) throws Exception {
        var settings = new StreamSettings("orders", "a-consumer", startAt, BATCH, 4, Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(30));
        var tenure = new Tenure(new TableStream(server, "orders"), checkpoints.take(), steps, settings, new Backoff(settings.backoff(), settings.maxBackoff(), () -> 1), new Said(),
                () -> now, (delay, task) -> tasks.add(new Task(now.plus(delay), tasksMade++, task)), fault -> said.add("over: " + fault.getMessage()));
        tenure.begin();
        return tenure;
    }

    /** The process dies. */
    void kill() {
        tasks.clear();
    }

    void work(List<Change> changes) {
        var items = items(changes);
        if (items.contains(poison)) {
            attempts++;
            throw new IllegalStateException("cannot do " + poison);
        }
        done.addAll(items);
    }

    static List<String> items(List<Change> changes) {
        return changes.stream().map(change -> change.keys().get("PK").s()).toList();
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        var end = now.plus(duration);
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
            var task = tasks.poll();
            now = task.due();
            task.what().run();
        }
        now = end;
    }

    private final class Said implements Reports {

        @Override
        public void acknowledged(int changes) {
            // seen in done
        }

        @Override
        public void failed() {
            // seen in attempts
        }

        @Override
        public void stuck(String why) {
            said.add("stuck: " + why);
        }

        @Override
        public void reborn(String what) {
            said.add("reborn: " + what);
        }

        @Override
        public void lost(String what) {
            if (mute) {
                throw new IllegalStateException("database away");
            }
            said.add("lost: " + what);
        }
    }
}
