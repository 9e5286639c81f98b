package hub.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link PoisonFloodTest} at its size, with a look at the latency of events that are well: {@code acceptance/poison-flood}. The gate leaves it out, because a busy machine is no fault. */
class PoisonFloodInFull {

    private static final int POISON = Integer.getInteger("flood.poison", 10_000);

    @Test
    void those_that_are_well_are_hardly_later_during_a_flood() {
        var outcome = new PoisonFlood(POISON, Integer.getInteger("flood.seconds", 60)).play();

        System.out.printf("%d rows, %d incidents, %d of %d healthy applied; p99 quiet %.1f ms, flooded %.1f ms, ratio %.2f%n", outcome.rows(), outcome.incidents(), outcome.healthyApplied(),
                outcome.healthy(), outcome.quiet(), outcome.flooded(), outcome.ratio());
        assertThat(outcome.rows()).isEqualTo(POISON);
        assertThat(outcome.incidents()).isEqualTo(1);
        assertThat(outcome.healthyApplied()).isEqualTo(outcome.healthy());
        assertThat(outcome.ratio()).as("p99 flooded to quiet").isLessThanOrEqualTo(2);
    }
}
