package sandbox.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class LoopbackPort {

    private static final Set<Integer> PROMISED = ConcurrentHashMap.newKeySet();

    private LoopbackPort() {
    }

    /** The address of a port on 127.0.0.1; never on any other interface. */
    public static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Whether a server could listen on this port now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /** Keeps {@link #free} from choosing a port that somebody else of this process is to listen on. */
    public static void promise(int port) {
        PROMISED.add(port);
    }

    /**
     * A port that is free now, another one each time. Below the range that the system gives to outgoing connections, or one of those could take it before the server does.
     */
    public static int free() {
        return ThreadLocalRandom.current().ints(10_000, 30_000).limit(1_000)
                .filter(LoopbackPort::isFree).filter(PROMISED::add).findFirst()
                .orElseThrow(() -> new IllegalStateException("No free port on the loopback interface"));
    }
}
