package hub.acceptance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a machine that lacks something; it runs from a copy, with only the tools it may rely on. */
class LauncherTest {

    @TempDir
    private Path directory;
    private Path bin;

    @BeforeEach
    void a_clean_clone_and_few_tools() throws IOException {
        Files.copy(World.HOME.resolve("hub"), directory.resolve("hub"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        bin = Files.createDirectory(directory.resolve("bin"));
        for (var tool : List.of("bash", "dirname", "sed", "head", "find", "mkdir", "cat")) {
            Files.createSymbolicLink(bin.resolve(tool), executable(tool));
        }
    }

    @Test
    void missing_java_is_one_clear_line() {
        var ended = hub("status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).isEqualTo("hub: no Java found; install a JDK 17 or newer");
    }

    @Test
    void old_java_is_one_clear_line() throws IOException {
        fake("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        var ended = hub("status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).startsWith("hub: JDK 17 or newer is needed, this is 11").hasLineCount(1);
    }

    @Test
    void missing_maven_is_one_clear_line() throws IOException {
        fake("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");

        var ended = hub("status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).startsWith("hub: Maven is needed to build").hasLineCount(1);
    }

    @Test
    void help_needs_nothing() {
        assertThat(hub("--help").output()).contains("up [--fresh]", "demo", "failures", "HUB_HTTP_PORT");
        assertThat(hub("up", "--help").output()).contains("--fresh");
        assertThat(hub("fly").exitCode()).isEqualTo(2);
    }

    private CommandLine.Ended hub(String... arguments) {
        var command = new java.util.ArrayList<>(List.of(directory.resolve("hub").toString()));
        command.addAll(List.of(arguments));
        return CommandLine.run(command, Map.of("PATH", bin.toString(), "JAVA_HOME", ""));
    }

    private void fake(String name, String script) throws IOException {
        var file = Files.writeString(bin.resolve(name), "#!" + bin.resolve("bash") + "\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path executable(String tool) {
        return List.of(Path.of("/usr/bin"), Path.of("/bin")).stream().map(directory -> directory.resolve(tool)).filter(Files::isExecutable).findFirst().orElseThrow();
    }
}
