package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class RestartTest {

    private final SandboxProcess sandbox;

    RestartTest(SandboxProcess sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void a_stop_leaves_no_process_and_every_backend_keeps_its_data() throws Exception {
        writeToAll("before the stop");

        sandbox.terminate();

        assertThat(sandbox.backendProcesses()).isEmpty();
        assertThat(sandbox.pidFile()).doesNotExist();
        sandbox.start();
        assertThatAllHold("before the stop");
    }

    @Test
    void after_a_kill_the_leftover_servers_are_replaced_and_every_backend_keeps_its_data() throws Exception {
        writeToAll("before the kill");

        sandbox.kill();

        var leftover = sandbox.backendProcesses();
        assertThat(leftover).as("PostgreSQL and Redis outlive a killed sandbox").hasSize(2);
        sandbox.start();
        assertThat(sandbox.backendProcesses()).doesNotContainAnyElementsOf(leftover).hasSize(2);
        assertThatAllHold("before the kill");
    }

    private void writeToAll(String value) throws Exception {
        for (Probe probe : Probe.values()) {
            probe.write(sandbox.port(probe.portVariable), value);
        }
    }

    private void assertThatAllHold(String value) throws Exception {
        var all = new SoftAssertions();
        for (Probe probe : Probe.values()) {
            all.assertThat(probe.read(sandbox.port(probe.portVariable))).as(probe.backend()).contains(value);
        }
        all.assertAll();
    }
}
