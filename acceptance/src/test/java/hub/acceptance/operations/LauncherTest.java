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
        for (var tool : List.of("bash", "dirname", "sed", "head", "find", "mkdir", "cat", "ls", "touch", "cksum", "cp", "mv", "tee")) {
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

    @Test
    void hub_and_sandbox_that_are_run_write_what_they_say_here_and_beside_their_pid_file() throws IOException {
        built();
        fake("java", """
                [[ $1 == -version ]] && echo 'openjdk version "21" 2023-09-19' >&2 && exit
                echo "out $*"
                echo "err" >&2
                exit 3""");

        assertSaid(hub("run"), "hub-8080.log", "-Dhub.log.format=json");
        assertSaid(hub("sandbox"), "sandbox.log", "sandbox.Sandbox");
        assertThat(hub("run", "--help").output()).contains("--help");
        assertThat(directory.resolve("data/hub-8080.log")).content().doesNotContain("--help");
    }

    private void assertSaid(CommandLine.Ended ended, String log, String words) {
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).startsWith("out ").contains(words).hasLineCount(1);
        assertThat(ended.errors()).isEqualTo("err");
        assertThat(directory.resolve("data").resolve(log)).content().hasLineCount(2).contains(ended.output(), "err");
    }

    /** As if hub and sandbox had been built a moment ago. */
    private void built() throws IOException {
        for (var file : List.of("pom.xml", "processors/pom.xml", "sandbox/pom.xml", "processors/src/main/x", "sandbox/src/main/x", "processors/target/hub-processors-1.0.0-SNAPSHOT.jar",
                "sandbox/target/hub-sandbox-1.0.0-SNAPSHOT.jar", "target/.built")) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.createFile(directory.resolve(file));
        }
    }

    private CommandLine.Ended hub(String... arguments) {
        var command = new java.util.ArrayList<>(List.of(directory.resolve("hub").toString()));
        command.addAll(List.of(arguments));
        return CommandLine.run(command, Map.of("PATH", bin.toString(), "JAVA_HOME", "", "HUB_DATA", "data", "HUB_HTTP_PORT", "8080", "HUB_LOG", ""));
    }

    private void fake(String name, String script) throws IOException {
        var file = Files.writeString(bin.resolve(name), "#!" + bin.resolve("bash") + "\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path executable(String tool) {
        return List.of(Path.of("/usr/bin"), Path.of("/bin")).stream().map(directory -> directory.resolve(tool)).filter(Files::isExecutable).findFirst().orElseThrow();
    }
}
