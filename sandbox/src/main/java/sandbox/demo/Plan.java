package sandbox.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The traffic of a day: which messages in which order, and what they are to come to. The same seed and number of people make the same plan. */
final class Plan {

    /** In which people register; an hour begins when everything of the one before is answered. */
    private static final int HOURS = 24;
    private final List<Flow> flows;
    private final int people;
    private final long seed;

    Plan(List<Flow> flows, int people, long seed) {
        this.flows = List.copyOf(flows);
        this.people = people;
        this.seed = seed;
    }

    List<Flow> flows() {
        return flows;
    }

    int people() {
        return people;
    }

    /** The messages of each hour, those of all flows mixed. */
    List<List<Message>> hours() {
        var hours = new TreeMap<Integer, List<Message>>();
        for (var flow : flows) {
            for (var kind : flow.kinds()) {
                if (kind.hour() != Kind.FOLLOWS) {
                    IntStream.range(0, kind.messages(people)).forEach(number ->
                            hours.computeIfAbsent(number % HOURS + kind.hour(), hour -> new ArrayList<>()).add(new Message(flow, kind, number)));
                }
            }
        }
        var random = new Random(seed);
        hours.values().forEach(hour -> Collections.shuffle(hour, random));
        return List.copyOf(hours.values());
    }

    /** What was put in, so what must be found. */
    Tally expected(Flow flow) {
        var tally = new Tally();
        flow.kinds().forEach(kind -> tally.add(kind.name(), kind.outcome(), kind.messages(people)));
        return tally;
    }

    /** All messages, those that the hub makes by itself too. */
    long size() {
        return flows.stream().mapToLong(flow -> expected(flow).sum()).sum();
    }
}
