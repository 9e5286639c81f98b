package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubFilesTest {

    @TempDir
    private Path data;

    @Test
    void announced_hub_is_found_with_its_address_and_token() {
        var files = new HubFiles(data);

        var token = files.announce(8080, 9090);

        assertThat(files.hubs()).containsExactly(new HubFiles.Running(ProcessHandle.current().pid(), 8080, "http://127.0.0.1:9090", token));
    }

    @Test
    void token_is_readable_by_its_user_alone() throws IOException {
        new HubFiles(data).announce(8080, 9090);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("hub-8080.token")))).isEqualTo("rw-------");
    }

    @Test
    void file_of_a_process_that_is_gone_is_passed_over() throws IOException {
        Files.writeString(data.resolve("hub-8080.pid"), "999999999\n");
        Files.writeString(data.resolve("sandbox.pid"), "no number\n");

        assertThat(new HubFiles(data).hubs()).isEmpty();
        assertThat(new HubFiles(data).sandbox()).isEmpty();
    }

    @Test
    void nothing_runs_where_there_is_no_directory() {
        assertThat(new HubFiles(data.resolve("none")).hubs()).isEmpty();
    }
}
