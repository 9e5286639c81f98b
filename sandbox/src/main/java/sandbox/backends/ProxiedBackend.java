package sandbox.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backend behind the proxy of its public port, which an outage closes. */
public final class ProxiedBackend {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedBackend.class);

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Backend backend;
    private final Site site;
    private volatile LoopbackProxy proxy;
    private boolean started;
    private boolean stopped;

    ProxiedBackend(Backend backend, Site site) {
        this.backend = backend;
        this.site = site;
    }

    /** A stop that comes meanwhile waits, so that it leaves nothing half started behind. */
    synchronized void start() throws Exception {
        if (stopped) {
            return;
        }
        long from = System.nanoTime();
        Files.createDirectories(site.data(), OWNER_ONLY);
        backend.start(site);
        proxy = LoopbackProxy.open(site.publicPort(), site.port());
        started = true;
        LOG.info("{} is up after {} ms", name(), (System.nanoTime() - from) / 1_000_000);
    }

    /** Cuts the backend off, or gives it back; its server and data stay untouched. Does nothing when it is so already. */
    public synchronized void setDown(boolean down) {
        if (!started || down == isDown()) {
            return;
        }
        try {
            if (down) {
                proxy.close();
                proxy = null;
            } else {
                proxy = LoopbackProxy.open(site.publicPort(), site.port());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + site.publicPort() + " of " + name() + " was taken meanwhile", e);
        }
    }

    /** Whether clients cannot reach it. */
    public boolean isDown() {
        return proxy == null;
    }

    /** The backend's name. */
    public String name() {
        return backend.name();
    }

    /** What clients connect to. */
    public String address() {
        return backend.address(site.publicPort());
    }

    /** The server's own port on loopback, which an outage does not cut. */
    public int port() {
        return site.port();
    }

    /** Whether data survive a restart. */
    public boolean keepsData() {
        return backend.keepsData();
    }

    synchronized void stop() throws Exception {
        stopped = true;
        setDown(true);
        started = false;
        backend.stop();
    }
}
