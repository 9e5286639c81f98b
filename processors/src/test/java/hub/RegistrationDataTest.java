package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationDataTest {

    @Test
    void table_of_the_project_has_no_fault() {
        assertThat(new RegistrationData().check(Path.of(".."))).isEmpty();
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
