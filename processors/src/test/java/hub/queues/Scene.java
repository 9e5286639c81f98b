package hub.queues;

import hub.events.Backoff;
import hub.events.Outage;
import hub.failures.FailureStore;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A queue, a failure store and the passing of time, all in the test's hand. */
final class Scene {

    static final Duration VISIBILITY = Duration.ofSeconds(30);

    final FakeQueue queue = new FakeQueue();
    final FakeRecords records = new FakeRecords();
    final FakePauses pauses = new FakePauses();
    final Heartbeat heartbeat = new Heartbeat(() -> pauses.now.toNanos());
    final Map<String, Long> counts = new LinkedHashMap<>();
    final Settlement settlement = new Settlement(queue, () -> "a-flow", records, new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), () -> 1),
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), () -> 1), pauses, (outcome, messages) -> counts.merge(outcome.getSimpleName(), messages, Long::sum));

    Round round(WorkerSettings.Mode mode, int batch, Steps steps) {
        var settings = new WorkerSettings("orders", mode, batch, 1, VISIBILITY, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5));
        return new Round(settings, queue, steps, heartbeat, settlement, records, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), () -> 1), pauses);
    }

    static List<QueueMessage> messages(int count) {
        return IntStream.range(0, count).mapToObj(n -> message("m" + n, 1)).toList();
    }

    static QueueMessage message(String id, int receiveCount) {
        return new QueueMessage(id, "body of " + id, Map.of(), receiveCount, "receipt of " + id, "orders");
    }

    /** As a database that cannot be reached. */
    static RuntimeException databaseAway() {
        return new IllegalStateException(new SQLTransientConnectionException("away"));
    }

    static final class FakeQueue implements Queue {

        final List<QueueMessage> waiting = new ArrayList<>();
        final List<String> deleted = new ArrayList<>();
        final Map<String, Duration> hidden = new LinkedHashMap<>();
        final List<String> calls = new ArrayList<>();
        /** Answers to the next deletes, each a list of ids that are not deleted; an id with a ! is the sender's fault. */
        final List<List<String>> refusals = new ArrayList<>();
        RuntimeException away;

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public List<QueueMessage> receive(int most, Duration wait, Duration visibility) {
            called("receive " + most + " waiting " + wait.toSeconds());
            var taken = List.copyOf(waiting.subList(0, Math.min(most, waiting.size())));
            waiting.removeAll(taken);
            return taken;
        }

        @Override
        public List<Refused> delete(List<QueueMessage> messages) {
            called("delete " + messages.size());
            var refused = refusals.isEmpty() ? List.<String>of() : refusals.remove(0);
            messages.stream().map(QueueMessage::id).filter(id -> !refused.contains(id) && !refused.contains(id + "!")).forEach(deleted::add);
            return messages.stream().filter(message -> refused.contains(message.id()) || refused.contains(message.id() + "!"))
                    .map(message -> new Refused(message, refused.contains(message.id()), "InternalError")).toList();
        }

        @Override
        public List<Refused> hide(List<Hidden> messages) {
            called("hide " + messages.size());
            messages.forEach(one -> hidden.put(one.message().id(), one.visibility()));
            return List.of();
        }

        private void called(String call) {
            calls.add(call);
            if (away != null) {
                throw away;
            }
        }
    }

    static final class FakeRecords implements Records {

        final Map<String, Outcome> written = new LinkedHashMap<>();
        /** Faults of the next writes. */
        final List<RuntimeException> faults = new ArrayList<>();
        Collection<String> poison = List.of();

        @Override
        public void write(String flow, List<Ended> ended) {
            if (!faults.isEmpty()) {
                throw faults.remove(0);
            }
            if (ended.stream().anyMatch(one -> poison.contains(one.message().id()))) {
                throw new IllegalArgumentException("cannot be written");
            }
            ended.forEach(one -> written.put(one.message().id(), one.outcome()));
        }

        @Override
        public boolean isOutage(Throwable fault, int vain) {
            return Outage.looksLikeOne(fault) || fault instanceof FailureStore.LaneFull;
        }
    }

    static final class FakePauses implements Pauses {

        /** What others hear. */
        enum Said { AWAY, BACK }

        Duration now = Duration.ZERO;
        boolean open = true;
        final List<Duration> waits = new ArrayList<>();
        EnumSet<Said> said = EnumSet.noneOf(Said.class);
        /** Happens during each wait. */
        Runnable meanwhile = () -> { };

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void away() {
            said.add(Said.AWAY);
        }

        @Override
        public void back() {
            said.add(Said.BACK);
        }

        @Override
        public void pause(Duration duration) {
            sleep(duration);
        }

        @Override
        public void sleep(Duration duration) {
            waits.add(duration);
            now = now.plus(duration);
            meanwhile.run();
        }
    }
}
