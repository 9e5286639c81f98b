package sandbox;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sandbox.backends.Backend;
import sandbox.backends.Backends;
import sandbox.backends.ProxiedBackend;
import sandbox.http.Api;
import sandbox.issuer.TokenIssuer;
import sandbox.partners.Faults;
import sandbox.partners.PartnerGate;
import sandbox.partners.PartnerServer;

/** One sandbox: the backends, the partners, and the switches for both. */
final class RunningSandbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSandbox.class);

    private final DataDirectory data;
    private final Backends backends;
    private final PartnerServer server;
    private final Settings settings;
    private volatile boolean ready;
    private boolean closed;

    private RunningSandbox(Settings settings, List<Backend> backends) {
        this.settings = settings;
        this.data = DataDirectory.claim(settings.data());
        this.backends = new Backends(backends, settings.ports(), settings.data(), settings.brokerConfig());
        this.server = new PartnerServer(settings.routes(), settings.httpPort());
    }

    /** A sandbox that owns its data directory and has started nothing yet. */
    static RunningSandbox claim(Settings settings, List<Backend> backends) {
        return new RunningSandbox(settings, backends);
    }

    /** Starts partners and backends side by side; returns when all can be used. */
    void start() throws Exception {
        var partners = new CompletableFuture<Void>();
        new Thread(() -> {
            try {
                startServer();
                partners.complete(null);
            } catch (Throwable e) {
                partners.completeExceptionally(e);
            }
        }, "partners").start();
        try {
            backends.start();
        } finally {
            await(partners);
        }
        ready = true;
    }

    private void startServer() throws Exception {
        server.start();
        var faults = new Faults();
        var issuer = TokenIssuer.open(settings.data().resolve("issuer"), Clock.systemUTC());
        var gate = new PartnerGate(server.partners(), faults);
        new Api(backends, gate, faults, issuer, () -> ready).addTo(server.router());
    }

    private static void await(CompletableFuture<Void> task) throws Exception {
        try {
            task.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    List<ProxiedBackend> backends() {
        return backends.list();
    }

    int httpPort() {
        return settings.httpPort();
    }

    List<String> partners() {
        return List.copyOf(server.partners());
    }

    /** Stops partners, then backends, then gives the data directory free; goes on after a failure of one of them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready = false;
        for (AutoCloseable part : List.of(server, backends, data)) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("Not stopped in order: {}", e.getMessage(), e);
            }
        }
    }
}
