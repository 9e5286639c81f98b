package hub.operations.cli;

/** Where the sandbox of this machine is. */
final class Sandbox {

    private Sandbox() {
    }

    static String address() {
        return "http://" + System.getenv().getOrDefault("SANDBOX_HOST", "127.0.0.1") + ":" + System.getenv().getOrDefault("SANDBOX_PORT", "8090");
    }
}
