package hub.operations.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstPasswordsTest {

    @TempDir
    private Path data;

    @Test
    void passwords_are_told_at_the_terminal_that_the_launcher_names_and_left_nowhere() throws IOException {
        var terminal = Files.createFile(data.resolve("terminal"));

        FirstPasswords.make(new Users(data), data, terminal.toString());

        assertThat(terminal).content().contains("viewer", "operator");
        assertThat(data.resolve("first-passwords")).doesNotExist();
    }

    @Test
    void passwords_are_left_in_a_file_where_there_is_no_terminal() {
        FirstPasswords.make(new Users(data), data, null);
        assertThat(data.resolve("first-passwords")).content().contains("operator");
    }

    @Test
    void passwords_are_left_in_a_file_where_the_terminal_is_gone() {
        FirstPasswords.make(new Users(data), data, data.resolve("gone/tty").toString());
        assertThat(data.resolve("first-passwords")).content().contains("operator");
    }
}
