package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.queues.QueueMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Whatever is interleaved with whatever: when all has settled, the entry service equals the table and no flag is left. A failing sequence is shrunk and printed
 * with its seed.
 */
class ReplicationPropertyTest {

    static {
        Configurator.setLevel(Replication.class, Level.OFF);   // of two thousand days each says what it rejects
    }

    private static final Exception FAULT = new IllegalStateException("away");

    /** Something that happens. @param who which fan, message or worker @param many how many */
    record Happening(What what, int who, int many) { }

    enum What {
        ENTER, ENTER_AGAIN, WITHDRAW, SELECT, STREAM, STREAM_REPEATS, BEGIN, BEGIN_OLDEST, STEP, STEP_ALL, FAIL, REFUSE, LOSE_ANSWER, RESTART, DUPLICATE, LOSE_MESSAGE, POISON
    }

    /** A worker with a batch in hand, which goes on when it is told to; until then it stalls. */
    private static final class Worker {

        private final Day day;
        private final List<QueueMessage> batch;
        private final Replication replication;
        private List<ItemCalls> puts;
        private List<ItemCalls> deletions;
        private int place;

        Worker(Day day, List<QueueMessage> batch) {
            this.day = day;
            this.batch = batch;
            this.replication = day.begin(batch);
        }

        boolean isDone() {
            return place == 5;
        }

        void step(Trouble trouble) {
            switch (place++) {
                case 0 -> replication.compare(day.read(replication.keys()));
                case 1 -> {
                    puts = replication.puts();
                    puts.forEach(calls -> call(calls, false, trouble));
                }
                case 2 -> {
                    deletions = replication.deletions();
                    deletions.forEach(calls -> call(calls, true, trouble));
                }
                case 3 -> replication.replicated().forEach(one -> day.unflag(one.key(), one.version()));
                default -> day.settle(replication, batch);
            }
        }

        private void call(ItemCalls calls, boolean deletion, Trouble trouble) {
            while (calls.isOpen()) {
                switch (trouble) {
                    case AWAY -> calls.away(FAULT);
                    case ANSWER_LOST -> {
                        day.answer(calls, deletion, Set.of());
                        calls.away(FAULT);
                    }
                    case REFUSES_SOME -> calls.answered(day.answer(calls, deletion, Set.of("fan-0", "fan-2")));
                    default -> calls.answered(day.answer(calls, deletion, Set.of()));
                }
            }
        }
    }

    private enum Trouble { NONE, AWAY, ANSWER_LOST, REFUSES_SOME }

    @Property(tries = 2000)
    void entry_service_ends_equal_to_the_table_and_no_flag_is_left(@ForAll("happenings") List<Happening> happenings) {
        var day = new Day();
        var workers = new ArrayList<Worker>();
        boolean lost = false;
        for (var happening : happenings) {
            lost |= happens(day, workers, happening);
        }

        settle(day, workers);
        assertThat(lost ? List.of() : day.flagged()).as("without a lost message nothing waits for the sweeper").isEmpty();
        day.sweep();
        settle(day, workers);

        assertThat(day.atEntryService()).isEqualTo(day.inTable());
        assertThat(day.flagged()).isEmpty();
        assertThat(day.queue).isEmpty();
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        return Combinators.combine(Arbitraries.of(What.class), Arbitraries.integers().between(0, 5), Arbitraries.integers().between(1, 6)).as(Happening::new)
                .list().ofMinSize(1).ofMaxSize(120);
    }

    /** @return whether a message was lost */
    private static boolean happens(Day day, List<Worker> workers, Happening happening) {
        var key = new EntryKey("fan-" + happening.who() % 3, happening.who() < 3 ? "tour" : "gala");
        switch (happening.what()) {
            case ENTER, ENTER_AGAIN -> day.enter(key, "m" + happening.many());
            case WITHDRAW -> day.withdraw(key);
            case SELECT -> day.select(key);
            case STREAM -> day.handOut(happening.many(), 0);
            case STREAM_REPEATS -> day.handOut(happening.many(), happening.who());
            case BEGIN -> workers.add(new Worker(day, pick(day, happening)));
            case BEGIN_OLDEST -> workers.add(new Worker(day, day.queue.values().stream().limit(happening.many()).toList()));
            case STEP -> step(workers, happening.who(), Trouble.NONE);
            case STEP_ALL -> List.copyOf(workers).forEach(worker -> step(workers, 0, Trouble.NONE));
            case FAIL -> step(workers, happening.who(), Trouble.AWAY);
            case REFUSE -> step(workers, happening.who(), Trouble.REFUSES_SOME);
            case LOSE_ANSWER -> step(workers, happening.who(), Trouble.ANSWER_LOST);
            case RESTART -> workers.clear();
            case DUPLICATE -> pick(day, happening).forEach(message -> day.send(message.body()));
            case LOSE_MESSAGE -> {
                var puts = day.queue.values().stream().filter(message -> !message.body().contains("\"type\":\"REMOVE\"")).limit(1).toList();
                puts.forEach(message -> day.queue.remove(message.id()));
                return !puts.isEmpty();
            }
            case POISON -> day.send("{\"type\": \"REMOVE\", \"poison\": " + happening.many() + "}");
        }
        return false;
    }

    /** Some of the messages, in no order; also such that another worker has in hand. */
    private static List<QueueMessage> pick(Day day, Happening happening) {
        var waiting = new ArrayList<>(day.queue.values());
        Collections.rotate(waiting, happening.who());
        Collections.reverse(waiting);
        return waiting.stream().limit(happening.many()).toList();
    }

    private static void step(List<Worker> workers, int which, Trouble trouble) {
        if (!workers.isEmpty()) {
            var worker = workers.get(which % workers.size());
            worker.step(trouble);
            workers.removeIf(Worker::isDone);
        }
    }

    /** Everything works again: the stream is read to its end, stalled workers wake up, and the queue is worked off. */
    private static void settle(Day day, List<Worker> workers) {
        while (day.hasChangesAhead() || !workers.isEmpty() || !day.queue.isEmpty()) {
            day.handOut(10, 0);
            if (workers.isEmpty()) {
                workers.add(new Worker(day, day.queue.values().stream().limit(7).collect(Collectors.toList())));
            }
            step(workers, workers.size() - 1, Trouble.NONE);
        }
    }
}
