package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRefusalTest {

    @TempDir
    private Path directory;

    @Test
    void a_port_in_use_is_one_line_that_names_port_and_variable_and_nothing_starts() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var sandbox = sandbox().with("KAFKA_PORT", taken.getLocalPort());

            assertThat(exitStatus(sandbox)).isEqualTo(1);

            assertThat(Files.readString(sandbox.output("err")))
                    .isEqualTo("sandbox: port %d is in use; set KAFKA_PORT to a free port%n".formatted(taken.getLocalPort()));
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_port_that_is_no_number_is_one_line() throws Exception {
        var sandbox = sandbox().with("SQS_PORT", "many");

        assertThat(exitStatus(sandbox)).isEqualTo(1);

        assertThat(Files.readString(sandbox.output("err"))).isEqualTo("sandbox: SQS_PORT is no port: many%n".formatted());
    }

    @Test
    void a_data_directory_in_use_is_one_line() throws Exception {
        var other = DataDirectory.claim(directory.resolve("data"));
        try {
            var sandbox = sandbox();

            assertThat(exitStatus(sandbox)).isEqualTo(1);

            assertThat(Files.readAllLines(sandbox.output("err"))).singleElement().asString()
                    .contains("in use by another sandbox, process " + ProcessHandle.current().pid());
        } finally {
            other.close();
        }
    }

    private SandboxProcess sandbox() {
        return new SandboxProcess(directory.resolve("data"));
    }

    private static int exitStatus(SandboxProcess sandbox) throws Exception {
        var process = sandbox.launch();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the process ends").isTrue();
        return process.exitValue();
    }
}
