package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();

    @Test
    void sound_home_has_no_faults_and_exit_code_zero() throws IOException {
        assertThat(run(List.of(), "sound")).isZero();

        assertThat(out.toString()).isEqualToIgnoringNewLines(
                "3 routes, 4 kamelets, 1 contracts, 1 event schemas, 0 other mappings, 1 schedules checked: no faults");
    }

    @Test
    void every_fault_is_printed_with_file_line_and_cause_and_exit_code_one() throws IOException {
        assertThat(run(List.of(), "unknown-option")).isOne();

        assertThat(out.toString().lines()).containsExactly(
                "routes/awards/other.camel.yaml:10: unknown option 'requestRequiredAck' of kafka; did you mean 'requestRequiredAcks'?",
                "1 faults in 4 routes, 4 kamelets, 1 contracts, 1 event schemas, 0 other mappings, 1 schedules");
    }

    @Test
    void faults_that_a_context_finds_in_its_data_are_among_them() throws IOException {
        Check rules = home -> List.of(new Fault(Path.of("mappings/awards/rules.json"), 3, "unknown sticker 'x'"));

        assertThat(run(List.of(rules), "sound")).isOne();

        assertThat(out.toString()).startsWith("mappings/awards/rules.json:3: unknown sticker 'x'");
    }

    @Test
    void overrides_fill_placeholders() throws IOException {
        var home = Fixtures.home(folder, "placeholder-in-properties");

        var faults = new Validation(home, Map.of("kafka.host", "127.0.0.1"), Fixtures.BEANS).check();

        assertThat(faults).extracting(Fault::line).containsExactly(5);
    }

    @Test
    void registry_of_the_hub_tells_the_classes_of_its_beans() {
        var registry = new SimpleRegistry();
        registry.bind("outcomes", new UseLatestAggregationStrategy());

        assertThat(Validation.boundIn(registry)).containsExactly(Map.entry("outcomes", UseLatestAggregationStrategy.class));
    }

    private int run(List<Check> contexts, String fixture) throws IOException {
        var command = new CommandLine(new ValidateCommand(() -> Fixtures.BEANS, contexts)).setOut(new PrintWriter(out, true));
        return command.execute("--home", Fixtures.home(folder, fixture).toString());
    }
}
