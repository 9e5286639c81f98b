package sandbox.backends;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Forwards one public loopback port to a backend behind it. Closing it is an outage: every connection is reset and new
 * ones are refused, while the backend and its data stay.
 *
 * <p>One thread and one buffer serve all connections; a direction that its receiver does not take is not read further,
 * so memory stays bounded.
 */
final class LoopbackProxy implements Closeable {

    private static final int BACKLOG = 1024;

    private final InetSocketAddress target;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Thread loop;
    private volatile boolean closing;

    private LoopbackProxy(int publicPort, int targetPort) throws IOException {
        target = LoopbackPort.address(targetPort);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(LoopbackPort.address(publicPort), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        loop = new Thread(this::run, "proxy-" + publicPort);
        loop.setDaemon(true);
    }

    /** Opens the public port; from now on it leads to the target port. */
    static LoopbackProxy open(int publicPort, int targetPort) throws IOException {
        var proxy = new LoopbackProxy(publicPort, targetPort);
        proxy.loop.start();
        return proxy;
    }

    /** Resets all connections and frees the public port before it returns. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector; listener) {
            while (!closing) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Flow flow) {
                    flow.reset();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy to " + target + " failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof Flow flow)) {
            accept();
            return;
        }
        try {
            // The other end may have closed both since the two were found ready.
            if (key.isValid() && key.isReadable()) {
                flow.pull();
            }
            if (key.isValid() && key.isWritable()) {
                flow.opposite.flush();
            }
        } catch (IOException connectionLost) {
            flow.reset();
        }
    }

    private void accept() {
        SocketChannel client = null;
        SocketChannel server = null;
        try {
            client = listener.accept();
            if (client == null) {
                return;
            }
            server = SocketChannel.open(target);
            var up = new Flow(register(client));
            var down = new Flow(register(server));
            up.join(down);
        } catch (IOException backendAway) {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private SelectionKey register(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ);
    }

    private static void closeQuietly(SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyBroken) {
                // Nothing is left to release: the descriptor is gone either way.
            }
        }
    }

    /** One direction of a connection: what is read from its own end is written to the opposite one. */
    private final class Flow {

        private final SelectionKey key;
        private Flow opposite;
        private ByteBuffer pending;
        private boolean ended;

        Flow(SelectionKey key) {
            this.key = key;
            key.attach(this);
        }

        void join(Flow other) {
            opposite = other;
            other.opposite = this;
        }

        void pull() throws IOException {
            buffer.clear();
            if (channel().read(buffer) < 0) {
                end();
                return;
            }
            buffer.flip();
            opposite.channel().write(buffer);
            if (buffer.hasRemaining()) {
                pending = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
                key.interestOpsAnd(~SelectionKey.OP_READ);
                opposite.key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        }

        void flush() throws IOException {
            opposite.channel().write(pending);
            if (!pending.hasRemaining()) {
                pending = null;
                opposite.key.interestOpsAnd(~SelectionKey.OP_WRITE);
                key.interestOpsOr(SelectionKey.OP_READ);
            }
        }

        private void end() throws IOException {
            ended = true;
            key.interestOpsAnd(~SelectionKey.OP_READ);
            opposite.channel().shutdownOutput();
            if (opposite.ended) {
                closeQuietly(channel());
                closeQuietly(opposite.channel());
            }
        }

        void reset() {
            resetOnClose(channel());
            resetOnClose(opposite.channel());
        }

        private SocketChannel channel() {
            return (SocketChannel) key.channel();
        }
    }

    private static void resetOnClose(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyClosed) {
            // A closed channel needs no reset.
        }
        closeQuietly(channel);
    }
}
