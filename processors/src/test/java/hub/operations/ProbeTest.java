package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import hub.operations.Probe.Needed;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProbeTest {

    @Test
    void nothing_is_well_before_it_was_looked_at() {
        assertThat(new Probe("database", () -> null).trouble()).isNotNull();
    }

    @Test
    void trouble_goes_when_a_look_finds_none() {
        var answers = new String[] {"away", null};
        var looks = new int[1];
        var probe = new Probe("database", () -> answers[looks[0]++]);

        probe.run();
        assertThat(probe.trouble()).isEqualTo("away");

        probe.run();
        assertThat(probe.trouble()).isNull();
    }

    @Test
    void what_is_needed_at_start_is_in_the_way_until_it_has_been_reached_once() {
        var answers = new String[] {"away", null, "away"};
        var looks = new int[1];
        var probe = new Probe("kafka", Needed.AT_START, () -> answers[looks[0]++]);

        probe.run();
        assertThat(probe.isInTheWay()).isTrue();

        probe.run();
        probe.run();
        assertThat(probe.trouble()).isEqualTo("away");
        assertThat(probe.isInTheWay()).isFalse();
    }

    @Test
    void what_is_always_needed_is_in_the_way_whenever_it_is_away_and_what_is_never_needed_never() {
        var database = new Probe("database", () -> "away");
        var sqs = new Probe("sqs", Needed.NEVER, () -> "away");

        database.run();
        sqs.run();

        assertThat(database.isInTheWay()).isTrue();
        assertThat(sqs.isInTheWay()).isFalse();
    }

    @Test
    void what_a_look_throws_is_trouble_and_its_words_are_for_the_log_alone() {
        var probe = new Probe("artemis", () -> {
            throw new IOException("refused");
        });

        probe.run();

        assertThat(probe.trouble()).contains("the hub's log").doesNotContain("refused");
    }
}
