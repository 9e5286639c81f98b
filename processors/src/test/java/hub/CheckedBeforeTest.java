package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedBeforeTest {

    @TempDir
    private Path home;
    private final AtomicInteger checks = new AtomicInteger();
    private List<String> faults = List.of();

    @BeforeEach
    void a_hub() throws IOException {
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("application.properties"), "a.port={{env:A_PORT:1}}\n");
        Files.writeString(home.resolve("routes/one.camel.yaml"), "- route: {}\n");
        Files.writeString(home.resolve("hub.jar"), "code");
    }

    @Test
    void what_was_without_faults_is_not_checked_again() {
        check(Map.of());
        check(Map.of());

        assertThat(checks).hasValue(1);
    }

    @Test
    void a_changed_route_is_checked_again() throws IOException {
        check(Map.of());
        Files.writeString(home.resolve("routes/one.camel.yaml"), "- route: {id: one}\n");
        check(Map.of());

        assertThat(checks).hasValue(2);
    }

    @Test
    void changed_code_is_checked_again() throws IOException {
        check(Map.of());
        Files.writeString(home.resolve("hub.jar"), "other code");
        check(Map.of());

        assertThat(checks).hasValue(2);
    }

    @Test
    void a_variable_that_a_setting_names_is_part_of_it_and_others_are_not() {
        check(Map.of("A_PORT", "2"));
        check(Map.of("A_PORT", "3"));
        check(Map.of("A_PORT", "3", "TERM", "dumb"));

        assertThat(checks).hasValue(2);
    }

    @Test
    void faults_are_found_again() {
        faults = List.of("it is broken");

        assertThat(check(Map.of())).isEqualTo(faults);
        assertThat(check(Map.of())).isEqualTo(faults);
    }

    @Test
    void nothing_is_remembered_by_itself() {
        var before = before(Map.of());

        before.orElse(() -> List.of());

        assertThat(home.resolve("data")).doesNotExist();
    }

    private List<String> check(Map<String, String> environment) {
        var before = before(environment);
        var found = before.orElse(() -> {
            checks.incrementAndGet();
            return faults;
        });
        if (found.isEmpty()) {
            before.remember();
        }
        return found;
    }

    private CheckedBefore before(Map<String, String> environment) {
        return new CheckedBefore(home, home.resolve("data"), home.resolve("hub.jar"), environment);
    }
}
