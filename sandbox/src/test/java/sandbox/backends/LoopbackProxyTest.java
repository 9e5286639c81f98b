package sandbox.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackProxyTest {

    private ServerSocket backend;
    private LoopbackProxy proxy;
    private int publicPort;

    @BeforeEach
    void open() throws Exception {
        backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        publicPort = LoopbackPort.free();
        proxy = LoopbackProxy.open(publicPort, backend.getLocalPort());
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        backend.close();
    }

    @Test
    void more_than_the_receiver_takes_at_once_arrives_whole_and_in_order() throws Exception {
        byte[] sent = new byte[32 << 20];
        new Random(1).nextBytes(sent);

        try (var client = connect(); var server = backend.accept()) {
            var sending = CompletableFuture.runAsync(() -> write(client, sent));
            byte[] received = new byte[sent.length];
            // Half is taken only when the sender has filled every buffer on the way and waits.
            var in = new DataInputStream(server.getInputStream());
            in.readFully(received, 0, sent.length / 2);
            in.readFully(received, sent.length / 2, sent.length / 2);

            sending.get(10, TimeUnit.SECONDS);
            assertThat(received).isEqualTo(sent);
        }
    }

    @Test
    void an_end_of_one_direction_leaves_the_other_open() throws Exception {
        try (var client = connect(); var server = backend.accept()) {
            client.shutdownOutput();

            assertThat(server.getInputStream().read()).isEqualTo(-1);
            write(server, new byte[] {42});
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void a_client_that_goes_closes_the_connection_to_the_backend() throws Exception {
        try (var server = acceptAfter(connect())) {
            server.setSoTimeout(5000);

            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket acceptAfter(Socket client) throws IOException {
        try (client) {
            return backend.accept();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), publicPort);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
