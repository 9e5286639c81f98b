package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationDataTest {

    @Test
    void table_of_the_project_has_no_fault() {
        assertThat(new RegistrationData().check(Path.of(".."))).isEmpty();
    }

    @Test
    void text_of_reminders_without_an_example_or_that_makes_something_else_of_it_is_a_fault(@TempDir Path home) throws IOException {
        var reminders = Files.createDirectories(home.resolve(RegistrationData.REMINDERS));
        for (var file : List.of("en.txt", "en.example.json", "en.expected.txt", "es.txt")) {
            Files.copy(Path.of("..").resolve(RegistrationData.REMINDERS).resolve(file), reminders.resolve(file));
        }
        Files.writeString(reminders.resolve("en.expected.txt"), "something else");

        assertThat(new RegistrationData().check(home)).extracting(fault -> fault.toString().replaceAll(":.*", ""))
                .containsExactly("mappings/registration/reminders/en.expected.txt", "mappings/registration/reminders/es.example.json");
    }

    @Test
    void text_of_reminders_that_lacks_a_field_is_a_fault(@TempDir Path home) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve(RegistrationData.REMINDERS)).resolve("en.txt"), "soon");

        assertThat(new RegistrationData().check(home)).singleElement().asString().startsWith("mappings/registration/reminders/en.txt:1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"US: {form: '('}", "US: {joint: '-'}", "US: {form: '1'}\nUS: {form: '2'}", "[]"})
    void table_that_cannot_be_read_is_a_fault(String table, @TempDir Path home) throws IOException {
        var file = home.resolve(RegistrationData.POSTAL_CODES);
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);

        assertThat(new RegistrationData().check(home)).hasSize(1);
    }
}
