package sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sandbox.backends.Backend;
import sandbox.backends.LoopbackPort;

/**
 * What the environment says.
 *
 * @param home     the project's directory, which holds {@code broker-config} and {@code sandbox/routes}
 * @param data     where the backends keep their data
 * @param httpPort the port of partners, faults, issuer and health
 * @param ports    the public port of each backend, by its name
 */
public record Settings(Path home, Path data, int httpPort, Map<String, Integer> ports) {

    static final int DEFAULT_HTTP_PORT = 8090;
    private static final int NOBODY = 1;

    /** @throws CannotStart when a port is no number, named twice, or in use */
    static Settings of(Map<String, String> environment, List<Backend> backends) {
        Path home = Path.of(environment.getOrDefault("HUB_HOME", System.getProperty("hub.home", ""))).toAbsolutePath().normalize();
        Path data = home.resolve(environment.getOrDefault("HUB_DATA", "data")).normalize();
        var variables = new LinkedHashMap<Integer, String>();
        int httpPort = freePort(environment, "SANDBOX_PORT", DEFAULT_HTTP_PORT, variables);
        var ports = new LinkedHashMap<String, Integer>();
        for (Backend backend : backends) {
            ports.put(backend.name(), freePort(environment, backend.portVariable(), backend.defaultPort(), variables));
        }
        return new Settings(home, data, httpPort, ports);
    }

    private static int freePort(Map<String, String> environment, String variable, int byDefault, Map<Integer, String> taken) {
        String value = environment.getOrDefault(variable, Integer.toString(byDefault));
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65535) {
            throw new CannotStart("%s is no port: %s".formatted(variable, value));
        }
        int port = Integer.parseInt(value);
        String other = taken.putIfAbsent(port, variable);
        if (other != null) {
            throw new CannotStart("port %d is named by both %s and %s".formatted(port, other, variable));
        }
        if (!LoopbackPort.isFree(port)) {
            throw new CannotStart("port %d is in use; set %s to a free port".formatted(port, variable));
        }
        LoopbackPort.promise(port);
        return port;
    }

    Path brokerConfig() {
        return home.resolve("broker-config");
    }

    Path programs() {
        return home.resolve("target/programs");
    }

    Path routes() {
        return home.resolve("sandbox/routes");
    }

    Path partnerContracts() {
        return home.resolve("mappings/openapi/partners");
    }

    /** The public port of a backend; one where nobody answers for a backend that is not there. */
    int port(String backend) {
        return ports.getOrDefault(backend, NOBODY);
    }
}
