package bench.registration;

import bench.Options;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Selections among so many fans, a campaign of its own for each contestant and round. */
record SelectionSize(String name, int fans, int rounds) {

    /** Larger ones are made once. */
    private static final int OFTEN = 50_000;
    private static final int TRIAL = 10_000;

    /** Those that are measured, from the smallest to the largest. */
    static List<SelectionSize> of(Options options) {
        return options.selections().stream().map(fans -> new SelectionSize("of", fans, fans <= OFTEN ? options.rounds() : 1)).toList();
    }

    /** One that warms the contestants up, and tells whether they agree. */
    static SelectionSize trial(Options options) {
        return new SelectionSize("trial", options.quick() ? TRIAL / 10 : TRIAL, 1);
    }

    /** @param round from 1 */
    Draw draw(String contestant, int round) {
        return new Draw(RegistrationContestant.campaign(contestant, name + "-" + fans + "-" + round), fans);
    }

    Stream<Draw> draws(String contestant) {
        return IntStream.rangeClosed(1, rounds).mapToObj(round -> draw(contestant, round));
    }

    @Override
    public String toString() {
        return rounds + "x" + fans;
    }
}
