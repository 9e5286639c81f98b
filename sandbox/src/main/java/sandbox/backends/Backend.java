package sandbox.backends;

/**
 * A real server embedded in the sandbox. Adding one is a class of this type and a line in {@link Backends#ALL}:
 * port check, parallel start, the proxy of the public port, outages, health and stop come with it.
 */
public interface Backend {

    /** The name in the fault switches, the table of addresses and under the data directory. */
    String name();

    /** The environment variable that names the public port. */
    String portVariable();

    /** The public port when the variable is not set. */
    int defaultPort();

    /** What a client connects to when the backend is reached through this public port. */
    String address(int publicPort);

    /** Whether the data survive a restart; if not, the sandbox says so at start. */
    default boolean keepsData() {
        return true;
    }

    /**
     * Starts the server and creates what it must hold (topics, queues, databases). Returns when it can be used.
     *
     * @throws Exception when it cannot start; {@link #stop()} is called after that too
     */
    void start(Site site) throws Exception;

    /** Stops the server; does nothing when it was not started. */
    void stop() throws Exception;
}
