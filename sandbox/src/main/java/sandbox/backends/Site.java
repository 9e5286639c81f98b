package sandbox.backends;

import java.nio.file.Path;

/**
 * Where a backend stands.
 *
 * @param data         its own directory, which outlives the process
 * @param brokerConfig the project's {@code broker-config} directory
 * @param programs     where programs are unpacked, once for all sandboxes of the project
 * @param port         the internal loopback port it must listen on
 * @param publicPort   the port of the proxy in front of it, which it must advertise to its clients
 */
public record Site(Path data, Path brokerConfig, Path programs, int port, int publicPort) {
}
