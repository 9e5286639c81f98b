package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

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
    void what_a_look_throws_is_trouble() {
        var probe = new Probe("artemis", () -> {
            throw new IOException("refused");
        });

        probe.run();

        assertThat(probe.trouble()).isEqualTo("IOException: refused");
    }
}
