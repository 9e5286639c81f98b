package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SharedSandbox.class)
class OutageTest {

    private final SandboxProcess sandbox;

    OutageTest(SandboxProcess sandbox) {
        this.sandbox = sandbox;
    }

    @AfterEach
    void restore() throws Exception {
        sandbox.send("DELETE", "/faults", null);
    }

    @ParameterizedTest
    @EnumSource
    void an_outage_cuts_connections_and_keeps_data(Probe probe) throws Exception {
        int port = sandbox.port(probe.portVariable);
        probe.write(port, "before the outage");

        try (var open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(sandbox.send("PUT", "/faults/backends/" + probe.backend(), "{\"down\": true}").statusCode()).isEqualTo(200);

            assertThat(isCut(open)).as("the open connection is cut").isTrue();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port)).isInstanceOf(ConnectException.class);
        assertThat(sandbox.send("GET", "/faults", null).body()).contains("\"" + probe.backend() + "\":{\"down\":true}");

        sandbox.send("PUT", "/faults/backends/" + probe.backend(), "{\"down\": false}");
        probe.write(port, "after the outage");
        assertThat(probe.read(port)).contains("before the outage", "after the outage");
    }

    @Test
    void deleting_the_faults_restores_every_backend() throws Exception {
        for (Probe probe : Probe.values()) {
            sandbox.send("PUT", "/faults/backends/" + probe.backend(), "{\"down\": true}");
        }

        assertThat(sandbox.send("DELETE", "/faults", null).statusCode()).isEqualTo(204);

        for (Probe probe : Probe.values()) {
            probe.write(sandbox.port(probe.portVariable), "all restored");
        }
        assertThat(sandbox.send("GET", "/health", null).body()).doesNotContain("DOWN");
    }

    @Test
    void an_outage_of_an_unknown_backend_is_a_404_problem() throws Exception {
        var answer = sandbox.send("PUT", "/faults/backends/oracle", "{\"down\": true}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static boolean isCut(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
