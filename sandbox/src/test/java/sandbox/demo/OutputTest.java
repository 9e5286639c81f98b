package sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final StringWriter text = new StringWriter();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(text), terminal);
    }

    @Test
    void a_terminal_sees_one_line_written_again() {
        var progress = progress(true);
        progress.show(1, 4, "sending");
        progress.show(4, 4, "settling");
        progress.end();

        assertThat(text.toString()).endsWith("[" + "#".repeat(40) + "] 100 %  4 of 4 accounted for, settling" + System.lineSeparator());
        assertThat(text.toString().chars().filter(character -> character == '\r').count()).isEqualTo(2);
    }

    @Test
    void a_log_sees_a_line_every_tenth_only() {
        var progress = progress(false);
        for (int done = 0; done <= 1000; done++) {
            progress.show(done, 1000, "sending");
        }

        assertThat(text.toString().lines()).hasSize(11).allMatch(line -> !line.contains("\r"));
    }

    @Test
    void the_table_has_a_line_for_each_flow_and_their_sum() {
        var first = new Tally();
        first.add("new", Outcome.APPLIED, 3);
        first.add("weak", Outcome.REJECTED, 1);
        var second = new Tally();
        second.add("twice", Outcome.DUPLICATE, 2);
        second.add("poison", Outcome.PARKED, 1);

        var lines = Table.of(List.of(new Table.Line("register", first, 1.25, 20.0), new Table.Line("claim", second, null, null))).lines()
                .map(line -> line.strip().split("\\s+")).toList();

        assertThat(lines.get(2)).containsExactly("register", "4", "3", "0", "1", "0", "1.3", "20.0");
        assertThat(lines.get(3)).containsExactly("claim", "3", "0", "2", "0", "1", "-", "-");
        assertThat(lines.get(5)).containsExactly("all", "7", "3", "2", "1", "1");
    }

    @Test
    void people_are_the_same_for_the_same_seed_and_differ_by_number() {
        assertThat(Person.of(1, "run", 5)).isEqualTo(Person.of(1, "run", 5));
        assertThat(Person.of(1, "run", 5).email()).isNotEqualTo(Person.of(1, "run", 6).email());
        assertThat(Person.of(1, "run", 5).email()).isNotEqualTo(Person.of(1, "other", 5).email());
    }
}
