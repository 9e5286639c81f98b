package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStopTest {

    @TempDir
    private Path directory;

    @Test
    void a_stop_in_the_middle_of_the_start_leaves_no_process() throws Exception {
        var sandbox = new SandboxProcess(directory.resolve("data"));
        sandbox.launch();
        await().atMost(Duration.ofSeconds(30)).until(() -> !sandbox.backendProcesses().isEmpty());

        sandbox.terminate();

        assertThat(sandbox.backendProcesses()).isEmpty();
        assertThat(sandbox.pidFile()).doesNotExist();
    }
}
