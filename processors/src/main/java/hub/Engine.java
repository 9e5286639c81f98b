package hub;

import hub.operations.CannotStart;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Loads the routes of the hub's home directory and the beans that they call, and runs until the process is told to stop. It then stops the routes,
 * and after them what they stand on; the process ends when all of that is done.
 */
final class Engine {

    /** Above {@code camel.main.shutdownTimeout} and what the services below take. */
    private static final long STOP_SECONDS = 60;

    private final Main main = new Main();
    private final Wiring wiring = new Wiring();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");

    Engine() {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(Settings.locations());
        main.addMainListener(wiring);
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
            throw cannotStart(e);
        } finally {
            main.stop();
            wiring.afterStop(main);
            stopped.countDown();
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
