package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir
    private Path directory;

    @Test
    void a_hub_that_never_came_to_run_leaves_no_classes() {
        var file = directory.resolve("hub.jsa");

        ClassArchive.named(file.toString()).leave();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_virtual_machine_that_was_not_told_to_remember_its_classes_stops_without_them() {
        var archive = ClassArchive.named(directory.resolve("hub.jsa").toString());
        archive.complete();

        archive.leave();

        assertThat(directory).isEmptyDirectory();
    }
}
