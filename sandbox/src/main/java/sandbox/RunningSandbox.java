package sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sandbox.backends.Backend;
import sandbox.backends.Backends;
import sandbox.backends.ProxiedBackend;
import sandbox.http.Api;
import sandbox.http.WebServer;
import sandbox.issuer.TokenIssuer;
import sandbox.partners.Faults;
import sandbox.partners.PartnerGate;
import sandbox.partners.PartnerRoutes;
import sandbox.sns.SnsFacade;

/** One sandbox: the backends, the partners, and the switches for both. */
final class RunningSandbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSandbox.class);

    private final DataDirectory data;
    private final Backends backends;
    private final WebServer server;
    private final PartnerRoutes partners;
    private final Settings settings;
    private volatile boolean ready;
    private volatile boolean closed;

    private RunningSandbox(Settings settings, List<Backend> backends) {
        this.settings = settings;
        this.data = DataDirectory.claim(settings.data());
        this.backends = new Backends(backends, settings.ports(), settings.data(), settings.brokerConfig(), settings.programs());
        this.server = new WebServer();
        this.partners = new PartnerRoutes(settings.routes(), settings.partnerContracts(), settings.port("mongo"), settings.port("kafka"), settings.port("s3"), server.vertx(), server.router());
    }

    /** A sandbox that owns its data directory and has started nothing yet. */
    static RunningSandbox claim(Settings settings, List<Backend> backends) {
        return new RunningSandbox(settings, backends);
    }

    /** Starts partners and backends side by side; returns when all can be used. */
    void start() throws Exception {
        var serving = new CompletableFuture<Void>();
        new Thread(() -> {
            try {
                serve();
                serving.complete(null);
            } catch (Throwable e) {
                serving.completeExceptionally(e);
            }
        }, "partners").start();
        try {
            backends.start();
        } finally {
            await(serving);
        }
        ready = !closed;
    }

    /** Whether everything has started and nothing was stopped yet. */
    boolean isReady() {
        return ready;
    }

    private void serve() throws Exception {
        var issuer = TokenIssuer.open(settings.data().resolve("issuer"), Clock.systemUTC());
        var faults = new Faults();
        new Api(backends, new PartnerGate(partners::partners, faults), faults, issuer, () -> ready).addTo(server.router());
        var sqs = backends.find("sqs");
        if (sqs != null) {
            new SnsFacade(server.vertx(), settings.brokerConfig(), sqs.port()).addTo(server.router());
        }
        server.listen(settings.httpPort());
        partners.start();
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

    Set<String> partners() {
        return partners.partners();
    }

    /** Stops partners, then backends, then gives the data directory free; goes on after a failure of one of them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ready = false;
        for (AutoCloseable part : List.of(partners, server, backends, data)) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("Not stopped in order: {}", e.getMessage(), e);
            }
        }
    }
}
