package hub;

import hub.operations.CannotStart;
import hub.operations.HubFiles;
import hub.operations.validation.Fault;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Loads the routes of the hub's home directory and the beans that they call, and runs until the process is told to stop. It then stops the routes,
 * and after them what they stand on; the process ends when all of that is done.
 */
final class Engine {

    /** Above twice {@code camel.main.shutdownTimeout}, for what ends before the routes and for them, and what the services below take. */
    private static final long STOP_SECONDS = 60;

    private final Main main = new Main();
    private final Wiring wiring = new Wiring();
    private final ClassArchive classArchive = ClassArchive.named(System.getProperty("hub.class-archive"));
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private final CheckedBefore checkedBefore = checkedBefore();
    /** Runs beside the start; nothing is served before it has found no fault. */
    private final CompletableFuture<List<Fault>> faults = CompletableFuture.supplyAsync(() ->
            checkedBefore.orElse(() -> Hub.faults(Path.of("."))));

    Engine() {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(Settings.locations());
        main.addMainListener(wiring);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                refuseFaults();
                checkedBefore.remember();
            }

            @Override
            public void afterStart(BaseMainSupport started) {
                classArchive.complete();
            }
        });
        // Camel's own hook lets the process end when the routes have stopped, with the relays and the pool still open.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    /**
     * Returns when everything has stopped.
     *
     * @return false where it stopped because it failed
     * @throws CannotStart something outside the hub is not as it has to be
     */
    boolean run() throws Exception {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            main.run();
            return !main.getShutdownStrategy().isRunAllowed();
        } catch (Exception e) {
            refuseFaults();
            throw cannotStart(e);
        } finally {
            main.stop();
            wiring.afterStop(main);
            classArchive.leave();
            stopped.countDown();
        }
    }

    private static CheckedBefore checkedBefore() {
        try {
            return new CheckedBefore(Path.of("."), HubFiles.ofEnvironment().data(), Path.of(Engine.class.getProtectionDomain().getCodeSource().getLocation().toURI()), System.getenv());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the hub does not know where its code is", e);
        }
    }

    /** Every fault at once says more than the first one that Camel meets. */
    private void refuseFaults() {
        var found = faults.join();
        if (!found.isEmpty()) {
            throw new CannotStart(found.size() + " faults in what it is told to run:\n" + found.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }

    /** A process that is still starting has nothing in flight; it just ends. */
    private void stop() {
        if (!main.isStarted()) {
            return;
        }
        main.getShutdownStrategy().shutdown();
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exception cannotStart(Exception fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart outside) {
                return outside;
            }
        }
        return fault;
    }
}
